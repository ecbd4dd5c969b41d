package dev.espalier.datasets.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        new Examples(three(), Targets.Values.of(new float[][] {{1}, {2}, {3}}, List.of("price")));
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
        () -> Targets.Values.of(new float[][] {{Float.POSITIVE_INFINITY}}, List.of("x")));
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
