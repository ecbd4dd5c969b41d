package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryDataTest {
  private static final FeatureShape.Vector THREE = new FeatureShape.Vector(3);
  private static final DatasetSpec SPEC = DatasetSpec.inMemory().splitSeed(3).build();

  private static float[][] numbers(int rows, int width, long seed) {
    Random random = new Random(seed);
    float[][] numbers = new float[rows][width];
    for (float[] row : numbers) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) (50 + 10 * random.nextGaussian());
      }
    }
    return numbers;
  }

  private static int[] labels(int rows, int classes) {
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % classes;
    }
    return labels;
  }

  @Test
  void vectorsAreDividedAndScaledByTheTrainingSplit() {
    Dataset data =
        MemoryData.classes(THREE, numbers(100, 3, 1), labels(100, 2))
            .named("mine")
            .dataset(null, SPEC);
    assertEquals("mine", data.name());
    assertEquals(LearningTask.CLASSIFICATION, data.task());
    assertEquals(64, data.info().train());
    assertEquals(16, data.info().validation());
    assertEquals(20, data.info().test());
    Examples train = data.searchData().train();
    for (int column = 0; column < 3; column++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < train.size(); row++) {
        double value = train.features().row(row)[column];
        sum += value;
        squares += value * value;
      }
      assertEquals(0.0, sum / train.size(), 1e-5);
      assertEquals(1.0, squares / train.size(), 1e-4);
    }
  }

  @Test
  void aTestSplitOfItsOwnIsKept() {
    MemoryData train = MemoryData.classes(THREE, numbers(50, 3, 1), labels(50, 2));
    MemoryData test = MemoryData.classes(THREE, numbers(7, 3, 2), labels(7, 2));
    Dataset data = train.dataset(test, SPEC);
    assertEquals(7, data.info().test());
    assertEquals(50, data.info().train() + data.info().validation());
  }

  @Test
  void valuesStayInTheirOwnUnits() {
    double[][] values = new double[40][1];
    for (int row = 0; row < values.length; row++) {
      values[row][0] = 1e9 + row;
    }
    Dataset data =
        MemoryData.values(THREE, numbers(40, 3, 1), values, List.of("price")).dataset(null, SPEC);
    assertEquals(LearningTask.REGRESSION, data.task());
    double value = data.searchData().train().values().value(0, 0);
    assertTrue(value >= 1e9 && value < 1e9 + 40, "neither scaled nor rounded: " + value);
    assertEquals(0, value % 1);
    assertEquals(1, data.searchData().outputs());
  }

  @Test
  void theFingerprintIsThatOfTheContent() {
    float[][] same = numbers(40, 3, 1);
    MemoryData data = MemoryData.classes(THREE, same, labels(40, 2));
    same[0][0] += 1; // the arrays are copied
    String one = data.dataset(null, SPEC).fingerprint();
    assertEquals(
        one,
        MemoryData.classes(THREE, numbers(40, 3, 1), labels(40, 2))
            .dataset(null, SPEC)
            .fingerprint());
    assertNotEquals(
        one, MemoryData.classes(THREE, same, labels(40, 2)).dataset(null, SPEC).fingerprint());
  }

  @Test
  void imagesMayHaveAnyNumberOfChannels() {
    FeatureShape shape = new FeatureShape.Image(5, 4, 4);
    Dataset data = MemoryData.classes(shape, numbers(30, 80, 1), labels(30, 3)).dataset(null, SPEC);
    assertEquals(shape, data.shape());
  }

  @Test
  void seriesMayBeShorterThanTheirShape() {
    FeatureShape shape = new FeatureShape.Sequence(2, 5);
    float[][] series = numbers(30, 10, 1);
    series[4] = new float[] {1, 2, 3, 4, 5, 6}; // 3 steps
    Dataset data = MemoryData.classes(shape, series, labels(30, 2)).dataset(null, SPEC);
    assertEquals(shape, data.shape());
  }

  private static String refused(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsPlace() {
    float[][] holed = numbers(4, 3, 1);
    holed[2][1] = Float.NaN;
    assertEquals(
        "row 2 holds NaN; features must be finite",
        refused(() -> MemoryData.classes(THREE, holed, labels(4, 2))));
    assertEquals(
        "4 rows of features and 5 of targets; must be as many",
        refused(() -> MemoryData.classes(THREE, numbers(4, 3, 1), labels(5, 2))));
    assertEquals(
        "row 0 has 2 numbers; vector [3] needs 3",
        refused(() -> MemoryData.classes(THREE, numbers(4, 2, 1), labels(4, 2))));
    MemoryData train = MemoryData.classes(THREE, numbers(50, 3, 1), labels(50, 3));
    MemoryData test = MemoryData.classes(THREE, numbers(9, 3, 1), labels(9, 2));
    assertEquals(
        "the test split has vector [3] and targets [0, 1]; must have vector [3] and targets [0, 1, 2] as the training data",
        refused(() -> train.dataset(test, SPEC)));
    assertTrue(
        refused(() -> train.dataset(null, DatasetSpec.named("digits").build()))
            .contains("must be DatasetSpec.inMemory()"));
  }

  @Test
  void aStudyOfDataInMemoryIsNotLoadedFromAFile() {
    DatasetException refused = assertThrows(DatasetException.class, () -> Datasets.load(SPEC));
    assertTrue(String.valueOf(refused.getMessage()).contains("only that program can go on"));
  }
}
