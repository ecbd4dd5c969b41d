package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.Loss;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.eval.train.ReferenceNetworks;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;
import dev.espalier.objective.Task;
import dev.espalier.onednn.Explanation;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class PresetSpaceTest {
  private static final Shape WORDS = new Shape.Tokens(50, 6);

  @ParameterizedTest
  @ValueSource(strings = {"darts-rnn", "enas-rnn", "lstm-stack"})
  void theHeadOfARecurrentPresetFollowsTheTask(String preset) {
    SpaceChoice choice = SpaceChoice.preset(preset);
    SpaceChoice model = choice.forTask(Task.LANGUAGE_MODEL);
    assertEquals(Optional.empty(), model.misfit(Task.LANGUAGE_MODEL));
    Network words = network(model.bind(WORDS, 50));
    assertEquals(new Shape.Sequence(50, 6), words.output().shape());
    assertTrue(words.nodes().stream().map(Node::layer).allMatch(layer -> layer.causal()));

    SpaceChoice classifier = choice.forTask(Task.CLASSIFICATION);
    assertEquals(Optional.empty(), classifier.misfit(Task.CLASSIFICATION));
    assertEquals(new Shape.Vector(3), network(classifier.bind(WORDS, 3)).output().shape());
  }

  @Test
  void aPresetTakesValuesOfItsStemAndOfItsTop() {
    SpaceChoice narrow = SpaceChoice.preset("nas-bench-201", Map.of("channels", "8"));
    assertTrue(narrow.toYaml().contains("channels: 8"), narrow.toYaml());
    SpaceChoice small = SpaceChoice.preset("enas-rnn", Map.of("units", "16", "nodes", "4"));
    assertTrue(small.toYaml().contains("units: {int: [16, 16]}"), small.toYaml());
    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class,
            () -> SpaceChoice.preset("nas-bench-201", Map.of("units", "16")));
    assertEquals(
        "'units' is no value of preset nas-bench-201, which has channels", unknown.getMessage());
  }

  /** Also the cuts of channels that a published cell of NAS-Bench-101 makes. */
  @ParameterizedTest
  @ValueSource(strings = {"nas-bench-101", "nas-bench-201", "mobilenet-macro"})
  void publishedNetworksRunOnFastKernels(String preset) {
    NetworkSpace space = SpaceChoice.preset(preset).bind(new Shape.Image(3, 16, 16), 10);
    for (int i = 0; i < 3; i++) {
      Network network = space.expand(space.sample(Seeds.generator(i)));
      try (OneDnnGraph graph =
          (OneDnnGraph)
              GraphLowering.lower(
                  network, OutputSpec.of(Loss.CROSS_ENTROPY), Recipe.builder().build(), 1)) {
        Explanation explanation = graph.explain(new long[] {4, 3, 16, 16});
        assertTrue(explanation.isCovered(), explanation::toString);
      }
    }
  }

  /** Padded series, too: nothing of a network of images of one row knows their masks. */
  @Test
  void seriesRunOnFastKernelsWithoutTheirMasks() {
    NetworkSpace space = SpaceChoice.preset("series-cells").bind(new Shape.Sequence(3, 12), 4);
    INDArray[] features = {Nd4j.rand(DataType.FLOAT, 5, 3, 12)};
    INDArray[] masks = {Nd4j.ones(DataType.FLOAT, 5, 12)};
    masks[0].putScalar(2, 11, 0);
    INDArray[] labels = {Nd4j.zeros(DataType.FLOAT, 5, 4)};
    for (int row = 0; row < 5; row++) {
      labels[0].putScalar(row, row % 4, 1);
    }
    int compared = 0;
    for (int i = 0; i < 80; i++) {
      Architecture drawn = space.sample(Seeds.generator(i));
      // Depthwise weights lie in another order on stock kernels, so those do not compare.
      boolean comparable = !drawn.encoding().matches(".*(dw_sep|dil_conv).*");
      if (i >= 5 && !comparable) {
        continue;
      }
      Network network = space.expand(drawn);
      ComputationGraph masked = lower(network, Engine.ONEDNN);
      ComputationGraph plain = lower(network, Engine.ONEDNN);
      ComputationGraph stock = lower(network, Engine.STOCK);
      stock.setParams(masked.params().dup());
      Explanation explanation = ((OneDnnGraph) masked).explain(new long[] {4, 3, 12});
      assertTrue(explanation.isCovered(), explanation::toString);
      masked.fit(features, labels, masks, null);
      plain.fit(features, labels);
      stock.fit(features, labels, masks, null);
      assertEquals(plain.params(), masked.params(), "masks reach nothing");
      if (comparable) {
        assertEquals(stock.score(), masked.score(), 1e-4);
        compared++;
      }
      assertEquals(plain.outputSingle(features), masked.output(false, features, masks, null)[0]);
      for (ComputationGraph graph : List.of(masked, plain, stock)) {
        NativeRelease.close(graph);
      }
    }
    assertTrue(compared > 4, "compared " + compared);
  }

  /** Padded steps are embedded as zeros, on both engines. */
  @Test
  void tokensRunOnFastKernelsWithTheirMasks() {
    NetworkSpace space = SpaceChoice.preset("token-cells").bind(new Shape.Tokens(7, 12), 4);
    INDArray[] features = {Nd4j.create(DataType.FLOAT, 5, 1, 12)};
    INDArray[] masks = {Nd4j.ones(DataType.FLOAT, 5, 12)};
    INDArray[] labels = {Nd4j.zeros(DataType.FLOAT, 5, 4)};
    for (int row = 0; row < 5; row++) {
      labels[0].putScalar(row, row % 4, 1);
      for (int step = 0; step < 12; step++) {
        features[0].putScalar(new int[] {row, 0, step}, (row * step) % 7);
        masks[0].putScalar(row, step, step < 12 - row ? 1 : 0);
      }
    }
    int compared = 0;
    for (int i = 0; i < 20; i++) {
      Architecture drawn = space.sample(Seeds.generator(i));
      if (drawn.encoding().matches(".*(dw_sep|dil_conv).*")) {
        continue;
      }
      ComputationGraph fast = lower(space.expand(drawn), Engine.ONEDNN);
      ComputationGraph stock = lower(space.expand(drawn), Engine.STOCK);
      stock.setParams(fast.params().dup());
      Explanation explanation = ((OneDnnGraph) fast).explainMasked(5, 1, 12);
      assertTrue(explanation.isCovered(), explanation::toString);
      double apart =
          stock.output(false, features, masks, null)[0].distance2(
              fast.output(false, features, masks, null)[0]);
      assertEquals(0.0, apart, 1e-4);
      fast.fit(features, labels, masks, null);
      stock.fit(features, labels, masks, null);
      assertEquals(stock.score(), fast.score(), 1e-4);
      NativeRelease.close(fast);
      NativeRelease.close(stock);
      compared++;
    }
    assertTrue(compared > 4, "compared " + compared);
  }

  @Test
  void referencesOfSeriesAsImagesRunOnFastKernels() {
    for (Shape input : List.of(new Shape.Tokens(7, 12), new Shape.Sequence(3, 12))) {
      for (Network network : ReferenceNetworks.ofSeriesAsImages(input, 4).values()) {
        boolean imageOfSteps =
            network.nodes().stream().anyMatch(node -> node.layer() instanceof SequenceToImage);
        ComputationGraph graph = lower(network, Engine.ONEDNN);
        Explanation explanation =
            ((OneDnnGraph) graph).explain(new long[] {5, input.features(), 12});
        assertEquals(imageOfSteps, explanation.isCovered(), explanation::toString);
        NativeRelease.close(graph);
      }
    }
  }

  private static ComputationGraph lower(Network network, Engine engine) {
    return GraphLowering.lower(
        network, OutputSpec.of(Loss.CROSS_ENTROPY), Recipe.builder().build(), engine, 1);
  }

  private static Network network(NetworkSpace space) {
    return space.expand(space.sample(Seeds.generator(3)));
  }
}
