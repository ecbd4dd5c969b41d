package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.espalier.network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static final Shape.Image WIDE = new Shape.Image(3, 28, 40);
  private static final Shape VECTOR = new Shape.Vector(4);

  @ParameterizedTest
  @CsvSource({"32, 4, 16", "28, 4, 14", "8, 1, 4", "96, 12, 48", "1, 0, 0"})
  void scaledSizesAreThePapersShareOfTheImage(int side, int padding, int size) {
    Shape.Image image = new Shape.Image(1, side, 2 * side);
    assertEquals(padding, Augmentation.Crop.scaled().paddingOf(image));
    assertEquals(size, Augmentation.Cutout.scaled().sizeOf(image));
  }

  @Test
  void givenSizesAreKept() {
    assertEquals(7, new Augmentation.Crop(7).paddingOf(WIDE));
    assertEquals(9, new Augmentation.Cutout(9).sizeOf(WIDE));
  }

  @Test
  void shiftsAndHolesMustLeaveSomethingOfTheImage() {
    assertEquals(Optional.empty(), new Augmentation.Crop(27).misfit(WIDE));
    assertEquals(
        Optional.of("padding (28) must be less than 28, the shorter side of the images"),
        new Augmentation.Crop(28).misfit(WIDE));
    assertEquals(Optional.empty(), new Augmentation.Cutout(28).misfit(WIDE));
    assertEquals(
        Optional.of("size (29) must be at most 28, the shorter side of the images"),
        new Augmentation.Cutout(29).misfit(WIDE));
  }

  @Test
  void vectorsHaveNoPixelsToMove() {
    for (Augmentation each :
        List.of(
            new Augmentation.Flip(), Augmentation.Crop.scaled(), Augmentation.Cutout.scaled())) {
      assertEquals(
          Optional.of("needs images; the inputs are vectors of length 4"), each.misfit(VECTOR));
      assertEquals(Optional.empty(), each.misfit(WIDE));
    }
    for (Augmentation each : List.of(new Augmentation.Noise(0.1), new Augmentation.Mixup(0.2))) {
      assertEquals(Optional.empty(), each.misfit(VECTOR));
      assertEquals(Optional.empty(), each.misfit(WIDE));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -1.0, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
  void strengthsArePositiveAndFinite(double wrong) {
    assertTrue(refusal(() -> new Augmentation.Noise(wrong)).startsWith("std (" + wrong + ") must"));
    assertTrue(
        refusal(() -> new Augmentation.Mixup(wrong)).startsWith("alpha (" + wrong + ") must"));
  }

  @Test
  void sizesAreNotNegative() {
    assertTrue(refusal(() -> new Augmentation.Crop(-1)).startsWith("padding (-1) must"));
    assertTrue(refusal(() -> new Augmentation.Cutout(-2)).startsWith("size (-2) must"));
  }

  @Test
  void namesAreThoseOfFiles() {
    assertEquals(
        Augmentation.names(),
        Arrays.stream(Augmentation.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name)
            .toList());
  }

  private static String refusal(Runnable maker) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, maker::run).getMessage());
  }

  @Test
  void sequencesTakeNoiseAloneAndTokensNothing() {
    Shape sequence = new Shape.Sequence(3, 5);
    Shape tokens = new Shape.Tokens(7, 5);
    assertEquals(Optional.empty(), new Augmentation.Noise(0.1).misfit(sequence));
    assertEquals(
        Optional.of("needs numbers; the inputs are 5 steps of 7 tokens"),
        new Augmentation.Noise(0.1).misfit(tokens));
    for (Shape shape : new Shape[] {sequence, tokens}) {
      assertEquals(
          Optional.of("needs images or vectors; the inputs are " + shape),
          new Augmentation.Mixup(0.2).misfit(shape));
      assertEquals(
          Optional.of("needs images; the inputs are " + shape),
          new Augmentation.Flip().misfit(shape));
    }
  }
}
