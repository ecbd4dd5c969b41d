package dev.espalier.spaces.preset;

import dev.espalier.config.ConfigException;
import dev.espalier.network.Shape;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.spec.SpaceSpec;
import java.util.List;

/** Makes a space of a description, whatever data it takes. */
final class Bound {
  private static final List<Shape> SHAPES =
      List.of(
          new Shape.Image(3, 32, 32),
          new Shape.Tokens(50, 8),
          new Shape.Sequence(12, 8),
          new Shape.Vector(16));

  private Bound() {}

  /**
   * The space over its own data if it says what they are, else over the first that it takes.
   *
   * @throws ConfigException if it takes none
   */
  static NetworkSpace of(SpaceSpec spec) {
    try {
      return spec.space(OperationRegistry.standard());
    } catch (ConfigException unbound) {
      for (Shape shape : SHAPES) {
        try {
          return spec.bind(shape, 3).space(OperationRegistry.standard());
        } catch (ConfigException misfit) {
          unbound.addSuppressed(misfit);
        }
      }
      throw unbound;
    }
  }
}
