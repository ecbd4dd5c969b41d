package dev.espalier.datasets.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Ints;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShareTest {
  /** 60 rows of class 0, 30 of class 1, 10 of class 2. */
  private static final Targets.Labels UNEVEN =
      Targets.Labels.of(
          IntStream.range(0, 100).map(row -> row < 60 ? 0 : row < 90 ? 1 : 2).toArray(),
          List.of("a", "b", "c"));

  @Test
  void isTakenOfEachClass() {
    assertArrayEquals(new int[] {12, 6, 2}, counts(Share.of(UNEVEN, 0.2, 7)));
  }

  @Test
  void leavesNoClassOut() {
    assertArrayEquals(new int[] {1, 1, 1}, counts(Share.of(UNEVEN, 0.01, 7)));
  }

  @Test
  void followsTheSeed() {
    int[] share = Share.of(UNEVEN, 0.2, 7);
    assertArrayEquals(share, Share.of(UNEVEN, 0.2, 7));
    assertFalse(Arrays.equals(share, Share.of(UNEVEN, 0.2, 8)));
  }

  @Test
  void aSmallerOneLiesWithinALargerOne() {
    List<Integer> larger = Ints.asList(Share.of(UNEVEN, 0.5, 7));
    assertTrue(larger.containsAll(Ints.asList(Share.of(UNEVEN, 0.2, 7))));
  }

  @Test
  void ofRealValuesItIsTakenOfAllRows() {
    Targets values = Targets.Values.of(new double[40][1], List.of("price"));
    assertEquals(10, Share.of(values, 0.25, 7).length);
  }

  @Test
  void aFractionBeyondAllIsRefused() {
    for (double fraction : new double[] {0.0, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Share.of(UNEVEN, fraction, 7));
    }
  }

  private static int[] counts(int[] rows) {
    int[] counts = new int[3];
    for (int row : rows) {
      counts[UNEVEN.label(row)]++;
    }
    return counts;
  }

  /** So that they go on from one to the next. */
  @Test
  void theShareOfATextIsItsBeginning() {
    int[][] windows = new int[10][];
    Arrays.fill(windows, new int[] {0, 1, 0});
    Targets text = StepLabels.of(windows, List.of("a", "b"));
    assertArrayEquals(new int[] {0, 1, 2}, Share.of(text, 0.3, 7));
    assertArrayEquals(new int[] {0}, Share.of(text, 0.01, 8));
  }
}
