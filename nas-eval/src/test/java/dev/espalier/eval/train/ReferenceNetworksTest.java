package dev.espalier.eval.train;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import org.junit.jupiter.api.Test;

/** Costs worked out by hand: weights and biases, and multiply-accumulates of an example. */
final class ReferenceNetworksTest {
  private static final Shape DIGIT = new Shape.Image(1, 8, 8);
  private static final Shape CLOTHING = new Shape.Image(1, 28, 28);

  @Test
  void aPlainCnnOnSmallImages() {
    Network network = image("plain 3-layer CNN", DIGIT);
    assertEquals(320 + 18_496 + 36_928 + (256 * 64 + 64) + 650, network.cost().params());
    assertEquals(64 * 288 + 16 * 18_432 + 4 * 36_864 + 256 * 64 + 640, network.cost().macs());
  }

  @Test
  void aPlainCnnOnLargerImages() {
    Network network = image("plain 3-layer CNN", CLOTHING);
    assertEquals(257_162, network.cost().params());
    assertEquals(784 * 288 + 196 * 18_432 + 49 * 36_864 + 3_136 * 64 + 640, network.cost().macs());
  }

  @Test
  void aLeNetOnSmallImages() {
    Network network = image("LeNet-style", DIGIT);
    assertEquals(156 + 2_416 + (64 * 120 + 120) + 10_164 + 850, network.cost().params());
    assertEquals(64 * 150 + 16 * 2_400 + 64 * 120 + 120 * 84 + 840, network.cost().macs());
  }

  @Test
  void aLeNetOnLargerImages() {
    Network network = image("LeNet-style", CLOTHING);
    assertEquals(107_786, network.cost().params());
    assertEquals(784 * 150 + 196 * 2_400 + 784 * 120 + 120 * 84 + 840, network.cost().macs());
  }

  @Test
  void aPerceptronOnVectors() {
    Network network = ReferenceNetworks.of(new Shape.Vector(13), 3).values().iterator().next();
    assertEquals((13 * 64 + 64) + (64 * 64 + 64) + (64 * 3 + 3), network.cost().params());
    assertEquals(13 * 64 + 64 * 64 + 64 * 3, network.cost().macs());
  }

  @Test
  void aBagOfWordsAddsUpItsWordsAndMultipliesTheirSum() {
    Network network =
        requireNonNull(
            ReferenceNetworks.of(new Shape.Tokens(1_000, 60), 6)
                .get("bag-of-words logistic regression"));
    assertEquals(64 * 1_000 + (64 * 6 + 6), network.cost().params());
    assertEquals(64 * 6, network.cost().macs());
    assertEquals(new Shape.Vector(6), network.output().shape());
  }

  @Test
  void anLstmOnTextsAndOnSeries() {
    int lstm = 4 * 64 * (64 + 64);
    Network texts =
        requireNonNull(ReferenceNetworks.of(new Shape.Tokens(1_000, 60), 6).get("LSTM 2x64"));
    assertEquals(64 * 1_000 + 2 * (lstm + 4 * 64) + (64 * 6 + 6), texts.cost().params());
    assertEquals(60 * 2 * lstm + 64 * 6, texts.cost().macs());
    Network series =
        requireNonNull(ReferenceNetworks.of(new Shape.Sequence(12, 29), 9).get("LSTM 2x64"));
    assertEquals(29 * (4 * 64 * (12 + 64) + lstm) + 64 * 9, series.cost().macs());
  }

  @Test
  void aFullyConvolutionalNetworkOnSeriesAsImages() {
    Network network =
        requireNonNull(
            ReferenceNetworks.ofSeriesAsImages(new Shape.Sequence(12, 29), 9)
                .get("fully convolutional"));
    int weights = 8 * 12 * 128 + 5 * 128 * 256 + 3 * 256 * 128;
    int norms = 2 * (128 + 256 + 128);
    assertEquals(weights + (128 + 256 + 128) + norms + (128 * 9 + 9), network.cost().params());
    assertEquals(29 * weights + 128 * 9, network.cost().macs());
  }

  @Test
  void anLstmAtEachStepOfTexts() {
    Network network =
        ReferenceNetworks.ofLanguageModel(new Shape.Tokens(65, 64), 65).get("LSTM 1x128");
    assertEquals(
        65 * 128 + 4 * 128 * (128 + 128) + 4 * 128 + (128 * 65 + 65),
        requireNonNull(network).cost().params());
    assertEquals(64 * (4 * 128 * (128 + 128) + 128 * 65), network.cost().macs());
    assertEquals(new Shape.Sequence(65, 64), network.output().shape());
  }

  private static Network image(String name, Shape input) {
    return requireNonNull(ReferenceNetworks.of(input, 10).get(name), name);
  }
}
