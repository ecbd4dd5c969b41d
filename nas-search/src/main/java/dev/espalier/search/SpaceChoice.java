package dev.espalier.search;

import dev.espalier.network.Shape;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.cell.CellSpace;
import dev.espalier.spaces.cell.CellSpaceSpec;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;

/** A space that is yet to be bound to the data. Immutable. */
public interface SpaceChoice {

  /** A space of cells, over the standard operations and those of jars on the class path. */
  static SpaceChoice cells(CellSpaceSpec spec) {
    return new CellSpaceChoice(spec, OperationRegistry.standard());
  }

  /**
   * A space that ships with Espalier; {@code nas list presets} names them.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static SpaceChoice preset(String name) {
    return cells(Presets.get(name));
  }

  /**
   * The space for data of this kind.
   *
   * @param input shape of one example
   * @param outputs classes, or values to predict
   * @throws IllegalArgumentException if the space does not fit the data
   */
  NetworkSpace bind(Shape input, int outputs);

  /** The description as YAML, bound to the data or not. */
  String toYaml();

  /** The same description bound to the data, as YAML. */
  String toYaml(Shape input, int outputs);

  /**
   * A space of cells.
   *
   * @param spec its description
   * @param operations what it may name
   */
  record CellSpaceChoice(CellSpaceSpec spec, OperationRegistry operations) implements SpaceChoice {
    @Override
    public NetworkSpace bind(Shape input, int outputs) {
      return CellSpace.of(spec.bind(input, outputs), operations);
    }

    @Override
    public String toYaml() {
      return spec.toYaml();
    }

    @Override
    public String toYaml(Shape input, int outputs) {
      return spec.bind(input, outputs).toYaml();
    }
  }
}
