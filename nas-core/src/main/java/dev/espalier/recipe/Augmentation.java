package dev.espalier.recipe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;
import dev.espalier.network.Shape;
import java.util.Optional;

/**
 * A random change to the examples that a network is trained on, drawn anew at each step; those that
 * it is scored on are never changed. Applied in the order of {@link #names}, wherever a recipe
 * lists it, so that holes of a cutout are not moved by a crop and mixup sees finished examples.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Augmentation.Flip.class, name = "flip"),
  @JsonSubTypes.Type(value = Augmentation.Crop.class, name = "crop"),
  @JsonSubTypes.Type(value = Augmentation.Cutout.class, name = "cutout"),
  @JsonSubTypes.Type(value = Augmentation.Noise.class, name = "noise"),
  @JsonSubTypes.Type(value = Augmentation.Mixup.class, name = "mixup")
})
public sealed interface Augmentation {

  /** All names, in the order in which a training applies what they stand for. */
  static ImmutableList<String> names() {
    return ImmutableList.of("flip", "crop", "cutout", "noise", "mixup");
  }

  /** Its name in files, one of {@link #names}. */
  String name();

  /** Why inputs of this shape cannot be changed this way; empty if they can. */
  Optional<String> misfit(Shape input);

  /** Calls the visitor's case for this augmentation. */
  <R> R accept(Visitor<R> visitor);

  /** One case an augmentation: the compiler names those that a new one is missing. */
  interface Visitor<R> {
    R flip(Flip flip);

    R crop(Crop crop);

    R cutout(Cutout cutout);

    R noise(Noise noise);

    R mixup(Mixup mixup);
  }

  /**
   * Every other image, by chance, has left and right exchanged (He et al. 2016, section 4.2). Not
   * for pictures of text or digits, which change their meaning.
   */
  record Flip() implements Augmentation {
    @Override
    public String name() {
      return "flip";
    }

    @Override
    public Optional<String> misfit(Shape input) {
      return images(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.flip(this);
    }
  }

  /**
   * Each image is padded on all sides and cut back to its size at a random place, which shifts it
   * by up to {@code padding} pixels each way (He et al. 2016, section 4.2). The padding is 0, the
   * mean of normalised pixels: their images have the mean subtracted before they are padded.
   *
   * @param padding pixels, at least 1 and less than the image's shorter side; 0 for an eighth of
   *     that side, rounded: the paper's 4 pixels on its images of 32
   */
  record Crop(int padding) implements Augmentation {
    public Crop {
      requireNotNegative("padding", padding);
    }

    /** The paper's padding, scaled to the image. */
    public static Crop scaled() {
      return new Crop(0);
    }

    /** Pixels of padding of such images. */
    public int paddingOf(Shape.Image image) {
      return padding == 0 ? Math.round(shorterSide(image) / 8.0f) : padding;
    }

    @Override
    public String name() {
      return "crop";
    }

    @Override
    public Optional<String> misfit(Shape input) {
      return input instanceof Shape.Image image && padding >= shorterSide(image)
          ? Optional.of(
              "padding (%s) must be less than %s, the shorter side of the images"
                  .formatted(padding, shorterSide(image)))
          : images(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.crop(this);
    }
  }

  /**
   * Each image loses a square around a random pixel, parts of which may lie outside (DeVries and
   * Taylor 2017). The hole is 0, the mean of normalised pixels, as in the paper, so that it says
   * nothing and leaves the mean of a batch alone.
   *
   * @param size side in pixels, at least 1 and at most the image's shorter side; 0 for half of that
   *     side, rounded down: the paper's 16 pixels on CIFAR-10's images of 32
   */
  record Cutout(int size) implements Augmentation {
    public Cutout {
      requireNotNegative("size", size);
    }

    /** The paper's size, scaled to the image. */
    public static Cutout scaled() {
      return new Cutout(0);
    }

    /** Side in pixels of the hole in such images. */
    public int sizeOf(Shape.Image image) {
      return size == 0 ? shorterSide(image) / 2 : size;
    }

    @Override
    public String name() {
      return "cutout";
    }

    @Override
    public Optional<String> misfit(Shape input) {
      return input instanceof Shape.Image image && size > shorterSide(image)
          ? Optional.of(
              "size (%s) must be at most %s, the shorter side of the images"
                  .formatted(size, shorterSide(image)))
          : images(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cutout(this);
    }
  }

  /**
   * Each feature has a normally distributed number added (Bishop 1995, where it is shown to act as
   * a penalty on steep functions).
   *
   * @param std standard deviation, above 0 and at most a million; features are normalised, so 1 is
   *     the deviation of a feature over the training split
   */
  record Noise(double std) implements Augmentation {
    public Noise {
      requirePositive("std", std);
    }

    @Override
    public String name() {
      return "noise";
    }

    @Override
    public Optional<String> misfit(Shape input) {
      return input instanceof Shape.Tokens
          ? Optional.of("needs numbers; the inputs are " + input)
          : Optional.empty();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.noise(this);
    }
  }

  /**
   * Each example is averaged with another of its batch, and its label, or values, in the same
   * proportion (Zhang et al. 2018). As in the authors' program, the proportion is drawn once a
   * batch, from Beta(alpha, alpha).
   *
   * @param alpha above 0 and at most a million: near 0 examples stay nearly as they are, 1 makes
   *     all proportions equally likely; the paper takes 0.1 to 0.4 on ImageNet, 1 on CIFAR-10
   */
  record Mixup(double alpha) implements Augmentation {
    public Mixup {
      requirePositive("alpha", alpha);
    }

    @Override
    public String name() {
      return "mixup";
    }

    @Override
    public Optional<String> misfit(Shape input) {
      return input instanceof Shape.Sequence || input instanceof Shape.Tokens
          ? Optional.of("needs images or vectors; the inputs are " + input)
          : Optional.empty();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.mixup(this);
    }
  }

  private static Optional<String> images(Shape input) {
    if (input instanceof Shape.Image) {
      return Optional.empty();
    }
    return Optional.of(
        input instanceof Shape.Vector
            ? "needs images; the inputs are vectors of length " + input
            : "needs images; the inputs are " + input);
  }

  private static int shorterSide(Shape.Image image) {
    return Math.min(image.height(), image.width());
  }

  private static void requireNotNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s (%s) must be at least 1, or 0 for one that fits the image".formatted(name, value));
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0.0 && value <= 1e6)) {
      throw new IllegalArgumentException(
          "%s (%s) must be above 0 and at most a million".formatted(name, value));
    }
  }
}
