package dev.espalier.spaces.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class CellSpaceSizeTest {
  @Test
  void theSizeIsThatCountedByHand() {
    CellSpaceBuilder space =
        CellSpaceSpec.named("count")
            .input(new Shape.Image(1, 8, 8))
            .outputs(2)
            .decision("channels", Domain.choice("2", "4"))
            .stem("conv_bn_relu_3x3")
            .cell("a", cell -> cell.nodes(1, 2).ops("skip", "conv_1x1"))
            .stage("a", 1, 3)
            .head("flatten");
    // One node: 2 operations. Two: the second reads both predecessors, so 2 * 2 * 2. Times 2 widths
    // and 3 depths.
    assertEquals(BigInteger.valueOf((2 + 8) * 2 * 3), CellSpace.of(space.build()).size());

    space
        .cell("b", c -> c.inputs(2).nodes(2).edgesPerNode(1).ops("skip", "conv_1x1", "conv_3x3"))
        .stage("b");
    // First node: one of 2 inputs, 3 operations; second: one of 3 predecessors, 3 operations.
    assertEquals(BigInteger.valueOf(60 * (2 * 3) * (3 * 3)), CellSpace.of(space.build()).size());
  }

  @Test
  void theSizeOfManyCellsIsCountedCellByCell() {
    CellSpaceBuilder space =
        CellSpaceSpec.named("many")
            .input(new Shape.Image(1, 8, 8))
            .outputs(2)
            .stem("conv_bn_relu_3x3", Setting.of(2))
            .head("flatten");
    for (int i = 0; i < 12; i++) {
      String cell = "c" + i;
      space.cell(cell, c -> c.nodes(1, 16).edgesPerNode(1).ops("conv_1x1")).stage(cell);
    }
    // A cell of n nodes has 1 * 2 * ... * n ways to pick predecessors; 1! + ... + 16! in all.
    BigInteger ways = BigInteger.valueOf(22_324_392_524_313L);
    assertEquals(ways.pow(12), CellSpace.of(space.build()).size());
  }
}
