package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import java.util.Arrays;

/** Size of an input of a network. */
record InputSize(Dims dims, Form form) {

  /**
   * Size of an array of a shape.
   *
   * @throws IllegalArgumentException if it is none of {@code [rows, features]}, {@code [rows,
   *     features, steps]} and {@code [rows, channels, height, width]}
   */
  static InputSize of(long[] shape) {
    int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return switch (sizes.length) {
      case 2 -> new InputSize(Dims.vector(sizes[0], sizes[1]), Form.ROWS);
      case 3 -> new InputSize(new Dims(sizes[0], sizes[1], 1, sizes[2]), Form.SERIES);
      case 4 -> new InputSize(new Dims(sizes[0], sizes[1], sizes[2], sizes[3]), Form.MAPS);
      default ->
          throw new IllegalArgumentException(
              "shape %s; must be [rows, features], [rows, features, steps] or [rows, channels, height, width]"
                  .formatted(Arrays.toString(shape)));
    };
  }

  /** Size of a mask {@code [rows, steps]} of series. */
  static InputSize ofMask(long[] shape) {
    int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return new InputSize(new Dims(sizes[0], 1, 1, sizes[1]), Form.SERIES);
  }
}
