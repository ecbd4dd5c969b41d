package dev.espalier.eval.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.random.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VectorChangesTest {
  @Test
  void noiseHasTheMomentsOfTheNormalDistribution() {
    int count = 100_000;
    double std = 0.5;
    float[] features = new float[count];
    Arrays.fill(features, 3.0f);
    float[] targets = {1, 0};
    new NoiseChange(std).apply(features, targets, 2, Seeds.generator(5));
    double[] moments = new double[5];
    for (float feature : features) {
      double z = (feature - 3.0) / std;
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(z, power) / count;
      }
    }
    // Bounds of about 4 standard errors: the k-th moment has variance (m(2k) - m(k)^2) / n.
    assertEquals(0.0, moments[1], 0.013);
    assertEquals(1.0, moments[2], 0.018);
    assertEquals(0.0, moments[3], 0.05);
    assertEquals(3.0, moments[4], 0.13);
    assertArrayEquals(new float[] {1, 0}, targets);
  }

  /** Feature and target of example i are both the i-th unit vector, which shows the proportions. */
  @Test
  void mixupAveragesEachExampleAndItsTargetsWithOneOther() {
    int examples = 8;
    RandomGenerator random = Seeds.generator(7);
    MixupChange mixup = new MixupChange(0.4);
    for (int batch = 0; batch < 50; batch++) {
      float[] features = units(examples);
      float[] targets = units(examples);
      mixup.apply(features, targets, examples, random);
      assertArrayEquals(features, targets);
      float lambda = proportion(targets, examples);
      for (int example = 0; example < examples; example++) {
        float[] row = Arrays.copyOfRange(targets, example * examples, (example + 1) * examples);
        float own = row[example];
        Arrays.sort(row);
        assertEquals(1.0f, sum(row), 1e-6f);
        assertTrue(row[0] >= 0 && row[examples - 3] == 0, "at most two examples: " + own);
        assertTrue(own == 1.0f || own == lambda, own + " is neither 1 nor " + lambda);
      }
      for (int column = 0; column < examples; column++) {
        float sum = 0;
        for (int example = 0; example < examples; example++) {
          sum += targets[example * examples + column];
        }
        assertEquals(1.0f, sum, 1e-6f, "each example is the other of one");
      }
    }
  }

  /** The share that examples keep of themselves, if one is mixed with another at all. */
  private static float proportion(float[] targets, int examples) {
    for (int example = 0; example < examples; example++) {
      float own = targets[example * examples + example];
      if (own != 1.0f) {
        return own;
      }
    }
    return 1.0f;
  }

  @Test
  void mixupOfOneExampleIsThatExample() {
    float[] features = {2, -3};
    float[] targets = {1, 0};
    new MixupChange(1.0).apply(features, targets, 1, Seeds.generator(3));
    assertArrayEquals(new float[] {2, -3}, features, 1e-6f);
    assertArrayEquals(new float[] {1, 0}, targets, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 1.0, 4.0})
  void proportionsHaveTheMomentsOfTheBetaDistribution(double alpha) {
    int count = 40_000;
    RandomGenerator random = Seeds.generator(13);
    double mean = 0;
    double spread = 0;
    for (int i = 0; i < count; i++) {
      double lambda = Beta.symmetric(alpha, random);
      assertTrue(lambda >= 0 && lambda <= 1, () -> "lambda is " + lambda);
      mean += lambda / count;
      spread += (lambda - 0.5) * (lambda - 0.5) / count;
    }
    double variance = 1 / (4 * (2 * alpha + 1));
    assertEquals(0.5, mean, 4 * Math.sqrt(variance / count));
    assertEquals(variance, spread, 0.03 * variance);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-3, 999_999})
  void extremeDistributionsGiveNumbersToo(double alpha) {
    RandomGenerator random = Seeds.generator(13);
    for (int i = 0; i < 1000; i++) {
      double lambda = Beta.symmetric(alpha, random);
      assertTrue(lambda >= 0 && lambda <= 1, () -> "lambda is " + lambda);
    }
  }

  private static float[] units(int size) {
    float[] units = new float[size * size];
    for (int i = 0; i < size; i++) {
      units[i * size + i] = 1;
    }
    return units;
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
