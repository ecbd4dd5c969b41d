package dev.espalier.datasets.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.datasets.example.FeatureShape.Image;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  @Test
  void aConstantImageStaysConstantInEverySize() {
    float[] image = new float[5 * 7];
    Arrays.fill(image, 42f);
    for (Image to : new Image[] {new Image(1, 2, 3), new Image(1, 28, 28), new Image(1, 1, 1)}) {
      for (float value : Resampler.convert(image, new Image(1, 5, 7), to)) {
        assertEquals(42f, value, 1e-4);
      }
    }
  }

  @Test
  void enlargingInterpolatesBetweenNeighbours() {
    float[] enlarged =
        Resampler.convert(new float[] {0, 8}, new Image(1, 1, 2), new Image(1, 1, 4));
    assertArrayEquals(new float[] {0, 2, 6, 8}, enlarged, 1e-5f);
  }

  @Test
  void shrinkingKeepsTheMeanOfNoiseWithoutPickingSinglePixels() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    float[] noise = new float[64 * 64];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextInt(256);
    }
    float[] small = Resampler.convert(noise, new Image(1, 64, 64), new Image(1, 2, 2));
    for (float value : small) {
      // 1,024 or more pixels of deviation 74 in each mean: three standard errors are 7.
      assertEquals(127.5, value, 8);
    }
  }

  @Test
  void channelsThatCannotBeMadeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Resampler.convert(new float[2], new Image(2, 1, 1), new Image(3, 1, 1)));
  }
}
