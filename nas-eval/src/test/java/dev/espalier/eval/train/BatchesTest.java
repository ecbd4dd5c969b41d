package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.Scale;
import dev.espalier.datasets.prepare.TargetEncoding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class BatchesTest {
  @Test
  void imagesKeepTheirAxes() {
    Examples strokes = Samples.strokes(5, 1);
    try (INDArray features =
        new Batches(strokes, Samples.CLASSES, 0.0).features(new int[] {4, 2})) {
      assertArrayEquals(new long[] {2, 1, 8, 8}, features.shape());
      assertEquals(strokes.features().row(4)[8 * 3 + 5], features.getFloat(0, 0, 3, 5));
      assertEquals(strokes.features().row(2)[8 * 7 + 1], features.getFloat(1, 0, 7, 1));
    }
  }

  @Test
  void vectorsAreRows() {
    try (INDArray features =
        new Batches(Samples.labelled(0, 1, 2), Samples.CLASSES, 0.0).features(new int[] {2})) {
      assertArrayEquals(new long[] {1, 2}, features.shape());
      assertArrayEquals(new float[] {2, -2}, features.data().asFloat());
    }
  }

  @Test
  void aLabelIsOneInItsColumn() {
    try (INDArray labels =
        new Batches(Samples.labelled(2, 0), Samples.CLASSES, 0.0).labels(new int[] {0, 1})) {
      assertArrayEquals(new long[] {2, 3}, labels.shape());
      assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, labels.data().asFloat());
    }
  }

  @Test
  void smoothingSpreadsAShareOfTheLabelOverAllClasses() {
    try (INDArray labels =
        new Batches(Samples.labelled(1), Samples.CLASSES, 0.3).labels(new int[] {0})) {
      assertArrayEquals(new float[] {0.1f, 0.8f, 0.1f}, labels.data().asFloat(), 1e-6f);
    }
  }

  @Test
  void valuesAreScaledAndNeverSmoothed() {
    Examples prices = Samples.prices(2, 1);
    TargetEncoding encoding =
        new TargetEncoding(
            List.of(), List.of(new TargetEncoding.Value("price", new Scale(50_000, 10_000))));
    try (INDArray labels = new Batches(prices, encoding, 0.3).labels(new int[] {1})) {
      float scaled = (prices.values().value(1, 0) - 50_000) / 10_000;
      assertArrayEquals(new float[] {scaled}, labels.data().asFloat(), 1e-6f);
    }
  }
}
