package dev.espalier.eval.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CornerTest {
  /** 0, 1, 2, ... in an array of 3 x 4 x 2. */
  private static final int[] WHOLE = {3, 4, 2};

  private static float[] counting(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }

  private static float[] gathered(int... part) {
    float[] values = new float[Corner.length(part) + 1];
    Corner.of(part, WHOLE).gather(counting(24), values, 1);
    return values;
  }

  @Test
  void takesTheLeadingPartOfEachAxis() {
    assertArrayEquals(new float[] {0, 0, 1, 2, 3, 8, 9, 10, 11}, gathered(2, 2, 2));
    assertArrayEquals(new float[] {0, 0, 2, 8, 10, 16, 18}, gathered(3, 2, 1));
    assertArrayEquals(new float[] {0, 0, 2, 4, 6}, gathered(1, 4, 1));
    assertEquals(23, gathered(WHOLE)[24]);
  }

  @Test
  void putsBackWhatItTook() {
    Corner corner = Corner.of(new int[] {2, 3, 1}, WHOLE);
    float[] part = new float[6];
    corner.gather(counting(24), part, 0);
    float[] whole = new float[24];
    corner.scatter(part, 0, whole);
    corner.add(part, 0, whole);
    float[] replaced = corner.replaced(new float[24], corner.gathered(counting(24)));

    for (int i = 0; i < 24; i++) {
      boolean inside = i / 8 < 2 && i / 2 % 4 < 3 && i % 2 == 0;
      assertEquals(inside ? i : 0, replaced[i]);
      assertEquals(inside ? 2 * i : 0, whole[i]);
    }
    assertEquals(0, corner.gathered(new float[0]).length);
    assertEquals(0, corner.replaced(new float[0], new float[0]).length);
  }
}
