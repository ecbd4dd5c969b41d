package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a sliding window treats the border of an image. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Padding.Same.class, name = "same"),
  @JsonSubTypes.Type(value = Padding.Explicit.class, name = "explicit")
})
public sealed interface Padding {

  /** Output size is {@code ceil(input / stride)}; an odd pixel goes to the bottom or right. */
  static Padding same() {
    return new Same();
  }

  /** No padding: the window stays inside the image. */
  static Padding valid() {
    return new Explicit(0, 0);
  }

  /** The same number of pixels on both sides of each axis, as in PyTorch. */
  static Padding of(int height, int width) {
    return new Explicit(height, width);
  }

  /**
   * Positions of a window along one axis; may be less than 1, when the window does not fit.
   *
   * @param input pixels along the axis
   * @param window kernel size including dilation
   * @param vertical whether the axis is the height
   */
  int positions(int input, int window, int stride, boolean vertical);

  /** {@link #same()}. */
  record Same() implements Padding {
    @Override
    public int positions(int input, int window, int stride, boolean vertical) {
      return (input - 1) / stride + 1;
    }

    @Override
    public String toString() {
      return "same";
    }
  }

  /**
   * {@link #of(int, int)}.
   *
   * @param height pixels above and below, not negative
   * @param width pixels left and right, not negative
   */
  record Explicit(int height, int width) implements Padding {
    public Explicit {
      Require.notNegative("height", height);
      Require.notNegative("width", width);
    }

    @Override
    public int positions(int input, int window, int stride, boolean vertical) {
      long padded = input + 2L * (vertical ? height : width);
      return Math.toIntExact(Math.floorDiv(padded - window, stride) + 1);
    }

    @Override
    public String toString() {
      return height == 0 && width == 0 ? "valid" : "%sx%s".formatted(height, width);
    }
  }
}
