package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Shape of one example as it flows along an edge of a {@link Network}; the batch is left out. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Shape.Image.class, name = "image"),
  @JsonSubTypes.Type(value = Shape.Sequence.class, name = "sequence"),
  @JsonSubTypes.Type(value = Shape.Tokens.class, name = "tokens"),
  @JsonSubTypes.Type(value = Shape.Vector.class, name = "vector")
})
public sealed interface Shape {

  /** Scalars in one example; throws {@link ArithmeticException} where they exceed a long. */
  @JsonIgnore
  long elements();

  /** Size of the axis that convolutions and dense layers mix: channels, or features. */
  int features();

  /** This shape with another number of channels or features. */
  Shape withFeatures(int features);

  /**
   * {@code [channels, height, width]}.
   *
   * @param channels feature maps, at least 1
   * @param height rows in pixels, at least 1
   * @param width columns in pixels, at least 1
   */
  record Image(int channels, int height, int width) implements Shape {
    public Image {
      Require.positive("channels", channels);
      Require.positive("height", height);
      Require.positive("width", width);
    }

    @Override
    public long elements() {
      return Math.multiplyExact((long) channels * height, (long) width);
    }

    @Override
    @JsonIgnore
    public int features() {
      return channels;
    }

    @Override
    public Image withFeatures(int features) {
      return new Image(features, height, width);
    }

    @Override
    public String toString() {
      return "%sx%sx%s".formatted(channels, height, width);
    }
  }

  /**
   * {@code [features, steps]}.
   *
   * @param features numbers at each step, at least 1
   * @param steps the most that an example has, at least 1; shorter ones are padded and masked
   */
  record Sequence(int features, int steps) implements Shape {
    public Sequence {
      Require.positive("features", features);
      Require.positive("steps", steps);
    }

    @Override
    public long elements() {
      return (long) features * steps;
    }

    @Override
    public Sequence withFeatures(int features) {
      return new Sequence(features, steps);
    }

    @Override
    public String toString() {
      return "%s steps of %s".formatted(steps, features);
    }
  }

  /**
   * {@code [1, steps]}: words or characters by their numbers.
   *
   * @param vocabulary number of different tokens, at least 1
   * @param steps the most that an example has, at least 1; shorter ones are padded and masked
   */
  record Tokens(int vocabulary, int steps) implements Shape {
    public Tokens {
      Require.positive("vocabulary", vocabulary);
      Require.positive("steps", steps);
    }

    @Override
    public long elements() {
      return steps;
    }

    @Override
    @JsonIgnore
    public int features() {
      return 1;
    }

    /** Numbers of tokens cannot be put side by side: one is all that there is. */
    @Override
    public Tokens withFeatures(int features) {
      if (features != 1) {
        throw new IllegalArgumentException(
            "tokens have one number a step, not %s; embed them first".formatted(features));
      }
      return this;
    }

    @Override
    public String toString() {
      return "%s steps of %s tokens".formatted(steps, vocabulary);
    }
  }

  /**
   * {@code [features]}.
   *
   * @param features at least 1
   */
  record Vector(int features) implements Shape {
    public Vector {
      Require.positive("features", features);
    }

    @Override
    public long elements() {
      return features;
    }

    @Override
    public Vector withFeatures(int features) {
      return new Vector(features);
    }

    @Override
    public String toString() {
      return Integer.toString(features);
    }
  }
}
