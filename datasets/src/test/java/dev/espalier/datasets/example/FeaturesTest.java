package dev.espalier.datasets.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final FeatureShape PAIR = new FeatureShape.Vector(2);

  private static Features three() {
    return Features.builder(PAIR, 3)
        .add(new float[] {1, 2})
        .add(new float[] {3, 4})
        .add(new float[] {5, 6})
        .build();
  }

  @Test
  void aRowIsCopiedToItsOffset() {
    float[] destination = new float[4];
    three().copyRow(1, destination, 2);
    assertArrayEquals(new float[] {0, 0, 3, 4}, destination);
  }

  @Test
  void changingTheSourceArrayChangesNothing() {
    float[] row = {1, 2};
    Features features = Features.builder(PAIR, 1).add(row).build();
    row[0] = 9;
    features.row(0)[1] = 9;
    assertArrayEquals(new float[] {1, 2}, features.row(0));
  }

  @Test
  void aSubsetOfASubsetFindsTheRightRows() {
    Features subset = three().subset(new int[] {2, 0, 2}).subset(new int[] {1, 2});
    assertEquals(2, subset.size());
    assertArrayEquals(new float[] {1, 2}, subset.row(0));
    assertArrayEquals(new float[] {5, 6}, subset.row(1));
    assertThrows(IndexOutOfBoundsException.class, () -> three().subset(new int[] {3}));
  }

  @Test
  void rowsThatAreNotFiniteOrNotOfTheShapeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Features.builder(PAIR, 1).add(new float[] {1, Float.NaN}));
    assertThrows(
        IllegalArgumentException.class, () -> Features.builder(PAIR, 1).add(new float[] {1}));
    assertThrows(
        IllegalArgumentException.class, () -> Features.builder(PAIR, 0).add(new float[] {1, 2}));
    assertThrows(IllegalStateException.class, () -> Features.builder(PAIR, 1).build());
    assertThrows(IllegalArgumentException.class, () -> Features.builder(PAIR, Integer.MAX_VALUE));
  }

  private static Features sequences() {
    return Features.builder(new FeatureShape.Sequence(2, 3), 3)
        .add(new float[] {1, 2, 3, 4, 5, 6})
        .add(new float[] {7, 8})
        .add(new float[] {1, 2, 3, 4})
        .build();
  }

  @Test
  void shorterSequencesArePaddedFeatureByFeature() {
    Features features = sequences();
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, features.row(0));
    assertArrayEquals(new float[] {7, 0, 0, 8, 0, 0}, features.row(1));
    float[] used = {9, 9, 9, 9, 9, 9, 9};
    features.copyRow(2, used, 1);
    assertArrayEquals(new float[] {9, 1, 2, 0, 3, 4, 0}, used);
    assertThrows(IndexOutOfBoundsException.class, () -> features.copyRow(2, new float[6], 1));
  }

  @Test
  void lengthsFollowTheRowsOfASubset() {
    Features features = sequences();
    assertEquals(1, features.length(1));
    Features subset = features.subset(new int[] {2, 0});
    assertEquals(2, subset.length(0));
    assertEquals(3, subset.length(1));
    assertTrue(subset.isPadded(new int[] {1, 0}));
    assertFalse(subset.isPadded(new int[] {1}));
    assertEquals(1, three().length(0));
    assertFalse(three().isPadded(new int[] {0, 1, 2}));
  }

  @Test
  void sequencesThatDoNotFitTheirShapeAreRefused() {
    FeatureShape shape = new FeatureShape.Sequence(2, 3);
    for (float[] row : new float[][] {{}, {1}, {1, 2, 3}, {1, 2, 3, 4, 5, 6, 7, 8}}) {
      assertThrows(IllegalArgumentException.class, () -> Features.builder(shape, 1).add(row));
    }
    assertThrows(IllegalArgumentException.class, () -> new FeatureShape.Sequence(0, 3));
    assertThrows(IllegalArgumentException.class, () -> new FeatureShape.Tokens(3, 0));
  }

  @Test
  void axesAreThoseOfABatch() {
    assertEquals(List.of(1, 2, 3), new FeatureShape.Image(1, 2, 3).axes());
    assertEquals(List.of(2), PAIR.axes());
    assertEquals(List.of(2, 3), new FeatureShape.Sequence(2, 3).axes());
    assertEquals(List.of(1, 3), new FeatureShape.Tokens(99, 3).axes());
    assertEquals(2, new FeatureShape.Sequence(2, 3).stepSize());
    assertEquals(6, new FeatureShape.Image(1, 2, 3).stepSize());
  }

  @Test
  void labelsOfStepsAreAsManyAsTheSteps() {
    Features tokens =
        Features.builder(new FeatureShape.Tokens(9, 3), 2)
            .add(new float[] {5, 6, 7})
            .add(new float[] {8})
            .build();
    List<String> names = List.of("a", "b");
    Examples examples = new Examples(tokens, StepLabels.of(new int[][] {{0, 1, 1}, {0}}, names));
    assertEquals(LearningTask.LANGUAGE_MODEL, examples.task());
    assertEquals(2, examples.outputs());
    assertArrayEquals(new int[] {2, 2}, examples.stepLabels().counts());
    Examples last = examples.subset(new int[] {1});
    assertArrayEquals(new int[] {0}, last.stepLabels().toArray());
    assertEquals(8f, last.features().row(0)[0]);
    assertThrows(IllegalStateException.class, examples::labels);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Examples(tokens, StepLabels.of(new int[][] {{0, 1}, {0}}, names)));
    assertThrows(IllegalArgumentException.class, () -> StepLabels.of(new int[][] {{2}}, names));
    assertThrows(
        IllegalArgumentException.class, () -> StepLabels.of(new int[][] {{0}}, List.of("a", "a")));
  }

  @Test
  void aFingerprintTellsPaddingFromZeros() {
    Targets.Labels labels = Targets.Labels.of(new int[] {0}, List.of("a"));
    FeatureShape shape = new FeatureShape.Sequence(1, 2);
    assertNotEquals(
        fingerprint(new Examples(Features.builder(shape, 1).add(new float[] {1}).build(), labels)),
        fingerprint(
            new Examples(Features.builder(shape, 1).add(new float[] {1, 0}).build(), labels)));
  }

  private static String fingerprint(Examples examples) {
    Fingerprint fingerprint = new Fingerprint();
    examples.addTo(fingerprint);
    return fingerprint.finish();
  }

  @Test
  void labelsAndValuesKnowTheirOutputs() {
    Examples classes =
        new Examples(three(), Targets.Labels.of(new int[] {0, 1, 1}, List.of("a", "b")));
    assertEquals(LearningTask.CLASSIFICATION, classes.task());
    assertEquals(2, classes.outputs());
    assertArrayEquals(new int[] {1, 2}, classes.labels().counts());
    assertArrayEquals(new int[] {1, 0}, classes.subset(new int[] {2, 0}).labels().toArray());
    assertThrows(IllegalStateException.class, classes::values);

    Examples values =
        new Examples(three(), Targets.Values.of(new double[][] {{1}, {2}, {3}}, List.of("price")));
    assertEquals(LearningTask.REGRESSION, values.task());
    assertEquals(3, values.subset(new int[] {2}).values().value(0, 0));
    assertThrows(IllegalStateException.class, values::labels);
  }

  @Test
  void contradictoryTargetsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Targets.Labels.of(new int[] {2}, List.of("a", "b")));
    assertThrows(
        IllegalArgumentException.class, () -> Targets.Labels.of(new int[] {0}, List.of("a", "a")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Targets.Values.of(new double[][] {{Float.POSITIVE_INFINITY}}, List.of("x")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Examples(three(), Targets.Labels.of(new int[] {0}, List.of("a"))));
  }

  @Test
  void aFingerprintTellsHowTextsAreCut() {
    assertNotEquals(
        new Fingerprint().add("ab").add("c").finish(),
        new Fingerprint().add("a").add("bc").finish());
    assertNotEquals(
        new Fingerprint().add(new float[] {0f}).finish(),
        new Fingerprint().add(new float[] {-0f}).finish());
  }
}
