package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.Scale;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import dev.espalier.network.Shape;
import dev.espalier.recipe.Augmentation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class BatchesTest {
  /** Rows with all of their padding. */
  static INDArray whole(Features features, int... rows) {
    StepCuts none = StepCuts.none(features.shape());
    return Batches.features(features, rows, none, features.shape().steps());
  }

  @Test
  void imagesKeepTheirAxes() {
    Examples strokes = Samples.strokes(5, 1);
    try (INDArray features = whole(strokes.features(), 4, 2)) {
      assertArrayEquals(new long[] {2, 1, 8, 8}, features.shape());
      assertEquals(strokes.features().row(4)[8 * 3 + 5], features.getFloat(0, 0, 3, 5));
      assertEquals(strokes.features().row(2)[8 * 7 + 1], features.getFloat(1, 0, 7, 1));
    }
  }

  @Test
  void vectorsAreRows() {
    try (INDArray features = whole(Samples.labelled(0, 1, 2).features(), 2)) {
      assertArrayEquals(new long[] {1, 2}, features.shape());
      assertArrayEquals(new float[] {2, -2}, features.data().asFloat());
    }
  }

  @Test
  void aLabelIsOneInItsColumn() {
    try (Batch batch =
        batch(new Batches(Samples.labelled(2, 0), Samples.CLASSES, 0.0), new int[] {0, 1})) {
      assertArrayEquals(new long[] {2, 3}, batch.labels().shape());
      assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, batch.labels().data().asFloat());
    }
  }

  @Test
  void smoothingSpreadsAShareOfTheLabelOverAllClasses() {
    try (Batch batch =
        batch(new Batches(Samples.labelled(1), Samples.CLASSES, 0.3), new int[] {0})) {
      assertArrayEquals(new float[] {0.1f, 0.8f, 0.1f}, batch.labels().data().asFloat(), 1e-6f);
    }
  }

  @Test
  void valuesAreScaledAndNeverSmoothed() {
    Examples prices = Samples.prices(2, 1);
    TargetEncoding encoding =
        new TargetEncoding(
            List.of(), List.of(new TargetEncoding.Value("price", new Scale(50_000, 10_000))));
    try (Batch batch = batch(new Batches(prices, encoding, 0.3), new int[] {1})) {
      float scaled = (float) ((prices.values().value(1, 0) - 50_000) / 10_000);
      assertArrayEquals(new float[] {scaled}, batch.labels().data().asFloat(), 1e-6f);
    }
  }

  @Test
  void aTrainingStepSeesFeaturesAndSmoothedLabelsAugmentedTogether() {
    Examples strokes = Samples.strokes(6, 1);
    int[] rows = {0, 1, 2, 3, 4, 5};
    Augmenter augmenter =
        new Augmenter(List.of(new Augmentation.Mixup(1.0)), new Shape.Image(1, 8, 8), 4);
    Batches batches = new Batches(strokes, Samples.CLASSES, 0.3);
    try (Batch plain = batch(batches, rows);
        Batch mixed = batches.training(rows, augmenter, 1, 0)) {
      assertArrayEquals(plain.features().shape(), mixed.features().shape());
      assertNotEquals(plain.features(), mixed.features());
      assertNotEquals(plain.labels(), mixed.labels());
      assertArrayEquals(
          new float[] {1, 1, 1, 1, 1, 1}, mixed.labels().sum(1).data().asFloat(), 1e-6f);
      assertEquals(0.1f, mixed.labels().minNumber().floatValue(), 1e-6f);
    }
    assertArrayEquals(Samples.strokes(6, 1).features().row(4), strokes.features().row(4));
  }

  private static Features sequences() {
    return Features.builder(new FeatureShape.Sequence(2, 3), 3)
        .add(new float[] {1, 2, 3, 4, 5, 6})
        .add(new float[] {7, 8})
        .add(new float[] {1, 2, 3, 4})
        .build();
  }

  @Test
  void sequencesArePaddedAndMasked() {
    Examples examples =
        new Examples(sequences(), Targets.Labels.of(new int[] {0, 1, 2}, Samples.STROKES));
    try (Batch batch = batch(new Batches(examples, Samples.CLASSES, 0.0), 1, 0)) {
      assertArrayEquals(new long[] {2, 2, 3}, batch.features().shape());
      assertArrayEquals(
          new float[] {7, 0, 0, 8, 0, 0, 1, 2, 3, 4, 5, 6}, batch.features().data().asFloat());
      assertArrayEquals(new long[] {2, 3}, mask(batch.featureMask()).shape());
      assertArrayEquals(new float[] {1, 0, 0, 1, 1, 1}, mask(batch.featureMask()).data().asFloat());
      assertArrayEquals(new long[] {2, 3}, batch.labels().shape());
      assertNull(batch.labelMask(), "one class a row");
    }
    try (Batch full = batch(new Batches(examples, Samples.CLASSES, 0.0), 0)) {
      assertNull(full.featureMask(), "nothing is padded");
    }
  }

  @Test
  void classesOfStepsAreSmoothedAndMaskedWithTheirTokens() {
    Features tokens =
        Features.builder(new FeatureShape.Tokens(9, 3), 2)
            .add(new float[] {5, 6, 7})
            .add(new float[] {8})
            .build();
    Examples examples =
        new Examples(tokens, StepLabels.of(new int[][] {{0, 1, 1}, {1}}, List.of("a", "b")));
    Batches batches = new Batches(examples, TargetEncoding.classes(List.of("a", "b")), 0.2);
    try (Batch batch = batch(batches, 0, 1)) {
      assertArrayEquals(new long[] {2, 1, 3}, batch.features().shape());
      assertArrayEquals(new float[] {5, 6, 7, 8, 0, 0}, batch.features().data().asFloat());
      assertArrayEquals(new long[] {2, 2, 3}, batch.labels().shape());
      assertArrayEquals(
          new float[] {0.9f, 0.1f, 0.1f, 0.1f, 0.9f, 0.9f, 0.1f, 0, 0, 0.9f, 0, 0},
          batch.labels().data().asFloat(),
          1e-6f);
      assertArrayEquals(new float[] {1, 1, 1, 1, 0, 0}, mask(batch.featureMask()).data().asFloat());
      assertArrayEquals(new float[] {1, 1, 1, 1, 0, 0}, mask(batch.labelMask()).data().asFloat());
    }
  }

  private static INDArray mask(@Nullable INDArray mask) {
    return Objects.requireNonNull(mask);
  }

  private static Batch batch(Batches batches, int... rows) {
    return batches.training(rows, new Augmenter(List.of(), new Shape.Vector(1), 0), 1, 0);
  }
}
