package dev.espalier.spaces.spec;

import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.Layer;
import dev.espalier.network.Pooling;

/** How a sequence becomes a vector. */
public final class Summary {
  private Summary() {}

  /** By its name in files: {@code last}, {@code mean} or {@code max}. */
  public static Layer of(String name) {
    return switch (name) {
      case "last" -> new LastStep();
      case "mean" -> new GlobalPool(Pooling.AVERAGE);
      case "max" -> new GlobalPool(Pooling.MAX);
      default ->
          throw new IllegalArgumentException(
              "summary '%s' must be one of last, mean, max".formatted(name));
    };
  }
}
