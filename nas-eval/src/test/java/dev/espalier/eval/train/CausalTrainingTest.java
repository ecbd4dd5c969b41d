package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.network.Conv1d;
import dev.espalier.network.Dense;
import dev.espalier.network.Embedding;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Recurrent;
import dev.espalier.network.SelfAttention;
import dev.espalier.network.Shape;
import dev.espalier.objective.ClassMetrics;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Language models are trained only where no step sees the tokens that it is to predict. */
final class CausalTrainingTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
  private static final TargetEncoding CLASSES = TargetEncoding.classes(NAMES);
  private static final int STEPS = 8;

  /** Tokens by chance: nobody can predict them who does not see them. */
  private static Examples noise(int rows, long seed) {
    Random random = new Random(seed);
    Features.Builder features =
        Features.builder(new FeatureShape.Tokens(NAMES.size(), STEPS), rows);
    int[][] next = new int[rows][STEPS];
    for (int row = 0; row < rows; row++) {
      float[] tokens = new float[STEPS];
      for (int step = 0; step < STEPS; step++) {
        tokens[step] = step == 0 ? random.nextInt(NAMES.size()) : next[row][step - 1];
        next[row][step] = random.nextInt(NAMES.size());
      }
      features.add(tokens);
    }
    return new Examples(features.build(), StepLabels.of(next, NAMES));
  }

  private static Network network(Layer layer) {
    Network.Builder network = Network.builder(new Shape.Tokens(NAMES.size(), STEPS));
    int x = network.add("embedding", new Embedding(12), 0);
    x = network.add("mixing", layer, x);
    network.add("logits", Dense.of(NAMES.size()), x);
    return network.build();
  }

  static Stream<Layer> layersThatLookAhead() {
    return Stream.of(
        new Recurrent(Recurrent.Cell.LSTM, 8, true), new SelfAttention(2, false), Conv1d.of(8, 3));
  }

  @ParameterizedTest
  @MethodSource("layersThatLookAhead")
  void layersThatLookAheadAreRefused(Layer layer) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Trainer(Samples.RECIPE, CLASSES)
                        .train(network(layer), noise(4, 1), 1, 5, Watch.NONE))
            .getMessage();
    assertEquals(
        "mixing (%s) lets a step see later ones, which hold the tokens that it is to predict; it must be causal"
            .formatted(layer),
        message);
  }

  @Test
  void aVectorIsNoLanguageModel() {
    Network.Builder network = Network.builder(new Shape.Tokens(NAMES.size(), STEPS));
    int x = network.add("embedding", new Embedding(4), 0);
    x = network.add("last", new dev.espalier.network.LastStep(), x);
    network.add("logits", Dense.of(NAMES.size()), x);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Trainer(Samples.RECIPE, CLASSES)
                        .train(network.build(), noise(4, 1), 1, 5, Watch.NONE))
            .getMessage();
    assertEquals(
        "the network puts out 6; the examples have 6 classes, so it must put out 8 steps of 6",
        message);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsByChanceIsNotLearnt(Engine engine) throws Exception {
    Recipe recipe =
        Samples.RECIPE.toBuilder()
            .optimizer(Optimizer.Adam.standard())
            .learningRate(0.01)
            .l2(0.0)
            .build();
    for (Layer layer :
        List.of(
            new Recurrent(Recurrent.Cell.GRU, 12, false),
            new SelfAttention(2, true),
            Conv1d.causal(12, 3))) {
      try (Trained trained =
          new Trainer(recipe, CLASSES, engine)
              .train(network(layer), noise(300, 1), 3, 5, Watch.NONE)) {
        double perplexity = ClassMetrics.perplexity().measure(trained.predict(noise(200, 2)));
        // Chance is 6; one that saw the next token would come close to 1.
        assertTrue(perplexity > 5.9 && perplexity < 6.6, layer + " has " + perplexity);
      }
    }
  }
}
