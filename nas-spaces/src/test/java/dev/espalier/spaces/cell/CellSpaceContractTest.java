package dev.espalier.spaces.cell;

import dev.espalier.space.SearchSpace;
import dev.espalier.space.SearchSpaceContract;
import dev.espalier.spaces.op.OperationRegistry;

class CellSpaceContractTest extends SearchSpaceContract {
  @Override
  protected SearchSpace create() {
    return CellSpace.of(
        new CellSpaceYaml(OperationRegistry.standard())
            .parse("fashion-cells.space.yaml", CellSpaceYamlTest.FASHION));
  }
}
