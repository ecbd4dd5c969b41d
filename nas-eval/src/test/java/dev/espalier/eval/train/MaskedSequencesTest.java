package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import dev.espalier.network.Shape;
import dev.espalier.objective.Predictions;
import dev.espalier.onednn.OneDnnGraph;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Padding takes no part: with twice as much of it, recurrent graphs compute and learn the same. */
final class MaskedSequencesTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final TargetEncoding CLASSES = TargetEncoding.classes(NAMES);
  private static final int LONGEST = 6;

  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Sgd(0.5))
        .graphBuilder()
        .addInputs("in");
  }

  /** One class a sequence. */
  private static ComputationGraph classifier(int steps) {
    return graph(
        builder()
            .setInputTypes(InputType.recurrent(2, steps))
            .addLayer("lstm", new LSTM.Builder().nOut(5).build(), "in")
            .addVertex("last", new LastTimeStepVertex("in"), "lstm")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(NAMES.size())
                    .activation(Activation.SOFTMAX)
                    .build(),
                "last")
            .setOutputs("out"));
  }

  /** One class a step. */
  private static ComputationGraph languageModel() {
    return graph(
        builder()
            .addLayer(
                "embedding",
                new EmbeddingSequenceLayer.Builder().nIn(NAMES.size()).nOut(3).build(),
                "in")
            .addLayer("lstm", new LSTM.Builder().nIn(3).nOut(5).build(), "embedding")
            .addLayer(
                "out",
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(5)
                    .dataFormat(RNNFormat.NCW) // unset, it would take steps for features
                    .nOut(NAMES.size())
                    .activation(Activation.SOFTMAX)
                    .build(),
                "lstm")
            .setOutputs("out"));
  }

  private static ComputationGraph graph(GraphBuilder builder) {
    ComputationGraph graph = new OneDnnGraph(builder.build());
    graph.init();
    return graph;
  }

  /** 20 sequences of 1 to 6 steps. */
  private static Examples sequences(int steps) {
    Random random = new Random(1);
    Features.Builder features = Features.builder(new FeatureShape.Sequence(2, steps), 20);
    int[] labels = new int[20];
    for (int row = 0; row < labels.length; row++) {
      float[] values = new float[2 * (1 + random.nextInt(LONGEST))];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      features.add(values);
      labels[row] = random.nextInt(NAMES.size());
    }
    return new Examples(features.build(), Targets.Labels.of(labels, NAMES));
  }

  /** 20 windows of 1 to 6 tokens, in which d follows c follows b follows a. */
  private static Examples windows(int steps) {
    Random random = new Random(2);
    Features.Builder features = Features.builder(new FeatureShape.Tokens(NAMES.size(), steps), 20);
    int[][] next = new int[20][];
    for (int row = 0; row < next.length; row++) {
      float[] tokens = new float[1 + random.nextInt(LONGEST)];
      next[row] = new int[tokens.length];
      int token = random.nextInt(NAMES.size());
      for (int step = 0; step < tokens.length; step++) {
        tokens[step] = token;
        token = (token + 1) % NAMES.size();
        next[row][step] = token;
      }
      features.add(tokens);
    }
    return new Examples(features.build(), StepLabels.of(next, NAMES));
  }

  private static void train(ComputationGraph graph, Examples examples, int steps) {
    Batches batches = new Batches(examples, CLASSES, 0.1);
    Augmenter none = new Augmenter(List.of(), new Shape.Vector(1), 0);
    int[] rows = IntStream.range(0, examples.size()).toArray();
    for (int step = 0; step < steps; step++) {
      try (Batch batch = batches.training(rows, none, 1, step)) {
        batch.fit(graph);
      }
    }
  }

  @Test
  void aClassifierLearnsAndPredictsTheSameWithMorePadding() {
    assertSame(
        classifier(LONGEST),
        sequences(LONGEST),
        classifier(2 * LONGEST),
        sequences(2 * LONGEST),
        20);
  }

  @Test
  void aLanguageModelLearnsAndPredictsTheSameWithMorePadding() {
    Examples usual = windows(LONGEST);
    int tokens = IntStream.range(0, 20).map(usual.features()::length).sum();
    assertSame(languageModel(), usual, languageModel(), windows(2 * LONGEST), tokens);
  }

  private static void assertSame(
      ComputationGraph one, Examples data, ComputationGraph two, Examples padded, int rows) {
    try (Trained first = new Trained(one, CLASSES);
        Trained second = new Trained(two, CLASSES)) {
      train(one, data, 3);
      train(two, padded, 3);
      assertArrayEquals(
          one.params().data().asFloat(), two.params().data().asFloat(), 1e-5f, "parameters");
      double[][] outputs = first.outputs(data.features());
      double[][] others = second.outputs(padded.features());
      assertEquals(rows, outputs.length);
      assertEquals(rows, others.length);
      for (int row = 0; row < rows; row++) {
        assertArrayEquals(outputs[row], others[row], 1e-5);
      }
    }
  }

  @Test
  void aLanguageModelIsScoredOnItsTokens() throws InterruptedException {
    ComputationGraph graph = languageModel();
    Examples windows = windows(LONGEST);
    train(graph, windows, 200);
    try (Trained trained = new Trained(graph, CLASSES)) {
      Predictions predictions = trained.predict(windows, Watch.NONE);
      assertEquals(windows.stepLabels().toArray().length, predictions.rows());
      int right = 0;
      for (int token = 0; token < predictions.rows(); token++) {
        right +=
            predictions.classes().predicted(token) == predictions.classes().label(token) ? 1 : 0;
      }
      assertTrue(right > 0.9 * predictions.rows(), right + " of " + predictions.rows());
    }
  }
}
