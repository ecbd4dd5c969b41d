package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.datasets.example.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EpochsTest {
  /** 60 rows of class 0, 30 of class 1, 10 of class 2. */
  private static final Examples UNEVEN =
      Samples.labelled(
          IntStream.range(0, 100).map(row -> row < 60 ? 0 : row < 90 ? 1 : 2).toArray());

  @Test
  void everyEpochHoldsEveryRowOnce() {
    Epochs epochs = new Epochs(UNEVEN, 16, 7);
    for (int epoch = 1; epoch <= 3; epoch++) {
      assertArrayEquals(IntStream.range(0, 100).toArray(), sorted(epochs.epoch(epoch)));
    }
  }

  @Test
  void anEpochIsShuffledByItsNumberAndTheSeed() {
    List<int[]> first = new Epochs(UNEVEN, 100, 7).epoch(1);
    assertArrayEquals(first.get(0), new Epochs(UNEVEN, 100, 7).epoch(1).get(0));
    assertFalse(Arrays.equals(first.get(0), new Epochs(UNEVEN, 100, 7).epoch(2).get(0)));
    assertFalse(Arrays.equals(first.get(0), new Epochs(UNEVEN, 100, 8).epoch(1).get(0)));
  }

  @Test
  void aLastBatchOfOneRowJoinsTheOneBefore() {
    assertEquals(List.of(33, 33, 34), sizes(100, 33));
    assertEquals(List.of(4, 5), sizes(9, 4));
    assertEquals(List.of(4, 4, 2), sizes(10, 4));
  }

  @Test
  void batchesOfOneRowStayApart() {
    assertEquals(List.of(1, 1, 1), sizes(3, 1));
  }

  @Test
  void aBatchMayExceedTheExamples() {
    assertEquals(List.of(3), sizes(3, 64));
  }

  @Test
  void noExamplesAreRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new Epochs(rows(0), 8, 7));
    assertEquals("there are no examples to train on; it takes at least 1", thrown.getMessage());
  }

  private static Examples rows(int count) {
    return Samples.labelled(new int[count]);
  }

  private static List<Integer> sizes(int rows, int batchSize) {
    Epochs epochs = new Epochs(rows(rows), batchSize, 7);
    List<Integer> sizes = epochs.epoch(1).stream().map(batch -> batch.length).toList();
    assertEquals(epochs.steps(), sizes.size());
    return sizes;
  }

  private static int[] sorted(List<int[]> batches) {
    return batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
  }
}
