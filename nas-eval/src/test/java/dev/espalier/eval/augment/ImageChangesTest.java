package dev.espalier.eval.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each pixel holds its own number, from 1, so that it is known where it went. */
final class ImageChangesTest {
  private static final Shape.Image SHAPE = new Shape.Image(2, 5, 7);
  private static final int SIZE = (int) SHAPE.elements();
  private static final int EXAMPLES = 400;
  private static final float[] NONE = {};

  @Test
  void aFlipMirrorsRowsInAllChannelsOfAboutHalfTheImages() {
    float[] flipped = apply(new FlipChange(SHAPE), numbered());
    int mirrored = 0;
    for (int example = 0; example < EXAMPLES; example++) {
      boolean moved = flipped[example * SIZE] != numbered()[example * SIZE];
      for (int pixel = 0; pixel < SIZE; pixel++) {
        int x = pixel % 7;
        int source = moved ? pixel - x + 6 - x : pixel;
        assertEquals(1 + example * SIZE + source, flipped[example * SIZE + pixel]);
      }
      mirrored += moved ? 1 : 0;
    }
    assertTrue(Math.abs(mirrored - 200) < 40, mirrored + " of 400"); // 4 standard deviations
  }

  @Test
  void flippingTwiceByTheSameDrawsGivesTheImagesBack() {
    FlipChange flip = new FlipChange(SHAPE);
    assertArrayEquals(numbered(), apply(flip, apply(flip, numbered())));
  }

  @Test
  void aCropShiftsAllChannelsAlikeAndFillsWithTheMean() {
    float[] cropped = apply(new CropChange(SHAPE, 2), numbered());
    Set<String> shifts = new HashSet<>();
    for (int example = 0; example < EXAMPLES; example++) {
      int centre = (int) cropped[example * SIZE + 2 * 7 + 3] - 1 - example * SIZE;
      int down = 2 - centre / 7;
      int right = 3 - centre % 7;
      shifts.add(down + " " + right);
      for (int pixel = 0; pixel < SIZE; pixel++) {
        int y = pixel / 7 % 5 - down;
        int x = pixel % 7 - right;
        boolean inside = y >= 0 && y < 5 && x >= 0 && x < 7;
        float expected = inside ? 1 + example * SIZE + pixel - 7 * down - right : 0;
        assertEquals(expected, cropped[example * SIZE + pixel]);
      }
    }
    assertEquals(25, shifts.size(), "400 draws see every shift by -2 to 2 each way");
  }

  @Test
  void aCropWithoutPaddingChangesNothing() {
    assertArrayEquals(numbered(), apply(new CropChange(SHAPE, 0), numbered()));
  }

  @Test
  void aCutoutIsASquareAroundAnyPixelInAllChannels() {
    float[] cut = apply(new CutoutChange(SHAPE, 3), numbered());
    Set<String> centres = new HashSet<>();
    for (int example = 0; example < EXAMPLES; example++) {
      boolean[] hole = new boolean[SIZE];
      for (int pixel = 0; pixel < SIZE; pixel++) {
        float value = cut[example * SIZE + pixel];
        hole[pixel] = value == 0;
        assertTrue(hole[pixel] || value == 1 + example * SIZE + pixel);
      }
      centres.add(centre(hole));
    }
    assertEquals(35, centres.size(), "400 draws see every pixel as a centre");
  }

  /** The centre whose square of 3 is the hole; parts of the square may lie outside. */
  private static String centre(boolean[] hole) {
    for (int centre = 0; centre < 35; centre++) {
      boolean[] square = new boolean[SIZE];
      for (int pixel = 0; pixel < SIZE; pixel++) {
        int y = pixel / 7 % 5;
        int x = pixel % 7;
        square[pixel] = Math.abs(y - centre / 7) <= 1 && Math.abs(x - centre % 7) <= 1;
      }
      if (Arrays.equals(square, hole)) {
        return "pixel " + centre;
      }
    }
    throw new AssertionError("not a square of 3: " + Arrays.toString(hole));
  }

  @Test
  void aCutoutOfTheWholeSideStillLeavesPixelsOnAverage() {
    float[] cut = apply(new CutoutChange(SHAPE, 5), numbered());
    int kept = 0;
    for (float value : cut) {
      kept += value == 0 ? 0 : 1;
    }
    assertTrue(kept > cut.length / 3, kept + " of " + cut.length);
  }

  private static float[] apply(Change change, float[] features) {
    change.apply(features, NONE, EXAMPLES, Seeds.generator(31));
    return features;
  }

  private static float[] numbered() {
    float[] features = new float[EXAMPLES * SIZE];
    for (int i = 0; i < features.length; i++) {
      features[i] = 1 + i;
    }
    return features;
  }
}
