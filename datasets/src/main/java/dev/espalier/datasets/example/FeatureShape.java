package dev.espalier.datasets.example;

import com.google.common.collect.ImmutableList;

/** The shape of one example's features. All sizes are at least 1. */
public sealed interface FeatureShape {

  /** Number of floats of one example, its padding included. */
  int size();

  /** Most steps that an example has; 1 where it is no sequence. */
  default int steps() {
    return 1;
  }

  /** Floats of one step. */
  default int stepSize() {
    return size() / steps();
  }

  /** Sizes of the axes, the outermost first; those of a batch follow its number of examples. */
  ImmutableList<Integer> axes();

  /**
   * An image, laid out row-major as {@code [channels, height, width]}.
   *
   * @param channels 1 for grey, 3 for red, green, blue
   * @param height pixels
   * @param width pixels
   */
  record Image(int channels, int height, int width) implements FeatureShape {
    public Image {
      positive("channels", channels);
      positive("height", height);
      positive("width", width);
      Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    @Override
    public int size() {
      return channels * height * width;
    }

    @Override
    public ImmutableList<Integer> axes() {
      return ImmutableList.of(channels, height, width);
    }

    @Override
    public String toString() {
      return "image [%s channels, %s high, %s wide]".formatted(channels, height, width);
    }
  }

  /**
   * A plain vector of numbers.
   *
   * @param size number of features
   */
  record Vector(int size) implements FeatureShape {
    public Vector {
      positive("size", size);
    }

    @Override
    public ImmutableList<Integer> axes() {
      return ImmutableList.of(size);
    }

    @Override
    public String toString() {
      return "vector [%s]".formatted(size);
    }
  }

  /**
   * A sequence of numbers, laid out as {@code [features, steps]}: all steps of the first feature
   * come first. Shorter sequences are padded with zeros at the end.
   *
   * @param features numbers at each step
   * @param steps the most that an example has
   */
  record Sequence(int features, int steps) implements FeatureShape {
    public Sequence {
      positive("features", features);
      positive("steps", steps);
      Math.multiplyExact(features, steps);
    }

    @Override
    public int size() {
      return features * steps;
    }

    @Override
    public ImmutableList<Integer> axes() {
      return ImmutableList.of(features, steps);
    }

    @Override
    public String toString() {
      return "sequence [%s features, %s steps]".formatted(features, steps);
    }
  }

  /**
   * A sequence of tokens, each a whole number in [0, vocabulary): {@code [1, steps]}. Shorter
   * sequences are padded with token 0 at the end.
   *
   * @param vocabulary number of different tokens, that of the padding included
   * @param steps the most that an example has
   */
  record Tokens(int vocabulary, int steps) implements FeatureShape {
    public Tokens {
      positive("vocabulary", vocabulary);
      positive("steps", steps);
    }

    @Override
    public int size() {
      return steps;
    }

    @Override
    public ImmutableList<Integer> axes() {
      return ImmutableList.of(1, steps);
    }

    @Override
    public String toString() {
      return "tokens [%s steps, vocabulary of %s]".formatted(steps, vocabulary);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s (%s) must be at least 1".formatted(name, value));
    }
  }
}
