package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.StepsToMaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

final class StepCutsTest {
  private static final int STEPS = 18;
  private static final int ROWS = 60;
  private static final List<String> NAMES = List.of("a", "b");

  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("in");
  }

  private static OneDnnGraph graph() {
    OneDnnGraph graph =
        new OneDnnGraph(
            builder()
                .addLayer("gru", new GruLayer.Builder().nIn(2).nOut(4).build(), "in")
                .addLayer(
                    "attention",
                    new MultiHeadSelfAttention.Builder().features(4).heads(2).build(),
                    "gru")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "attention")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(4).nOut(2).activation(Activation.SOFTMAX).build(),
                    "pool")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  /** Sequences of 1 to 18 steps. */
  private static Examples sequences() {
    Random random = new Random(1);
    Features.Builder features = Features.builder(new FeatureShape.Sequence(2, STEPS), ROWS);
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      float[] values = new float[2 * (1 + random.nextInt(STEPS))];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      features.add(values);
      labels[row] = random.nextInt(2);
    }
    return new Examples(features.build(), Targets.Labels.of(labels, NAMES));
  }

  @Test
  void batchesAreAsLongAsTheirLongestByQuarters() {
    Features features = sequences().features();
    OneDnnGraph graph = graph();
    try (graph) {
      StepCuts cuts = StepCuts.of(graph, features.shape());
      for (int row = 0; row < ROWS; row++) {
        int kept = cuts.of(features, row);
        assertTrue(kept >= features.length(row) && kept < features.length(row) + 5);
        assertTrue(kept == STEPS || kept % 5 == 0, "kept " + kept);
      }
    }
  }

  @Test
  void aBatchGivesTheSameGradientsWithoutItsPadding() {
    Examples examples = sequences();
    int[] rows = shortRows(examples.features());
    TargetEncoding encoding = TargetEncoding.classes(NAMES);
    OneDnnGraph graph = graph();
    try (graph;
        Batch whole = new Batches(examples, encoding, 0.1).plain(rows);
        Batch cut =
            new Batches(examples, encoding, 0.1, StepCuts.of(graph, examples.shape()))
                .plain(rows)) {
      assertEquals(STEPS, whole.features().size(2));
      assertEquals(5, cut.features().size(2));
      double loss = whole.gradients(graph);
      float[] expected = graph.getFlattenedGradients().dup().toFloatVector();
      assertEquals(loss, cut.gradients(graph), 1e-6);
      assertArrayEquals(expected, graph.getFlattenedGradients().toFloatVector(), 1e-6f);
    }
  }

  private static int[] shortRows(Features features) {
    return IntStream.range(0, ROWS).filter(row -> features.length(row) < 6).toArray();
  }

  @Test
  void sequencesOfEqualSizeAreTogetherInASeededOrder() {
    Examples examples = sequences();
    OneDnnGraph graph = graph();
    try (graph) {
      StepCuts cuts = StepCuts.of(graph, examples.shape());
      Epochs epochs = new Epochs(examples, 8, 7, cuts);
      List<int[]> first = epochs.epoch(1);
      assertEquals(
          first.stream().map(Arrays::toString).toList(),
          new Epochs(examples, 8, 7, cuts).epoch(1).stream().map(Arrays::toString).toList());
      assertNotEquals(Arrays.toString(first.get(0)), Arrays.toString(epochs.epoch(2).get(0)));
      List<Integer> seen = new ArrayList<>();
      int kept = 0;
      for (int[] rows : first) {
        Arrays.stream(rows).forEach(seen::add);
        kept += rows.length * cuts.of(examples.features(), rows);
      }
      assertEquals(ROWS, seen.stream().distinct().count());
      assertTrue(kept < 0.75 * ROWS * STEPS, "steps computed: " + kept);
    }
  }

  @Test
  void outputsStandInTheOrderOfTheExamples() {
    Examples examples = sequences();
    OneDnnGraph graph = graph();
    try (Trained trained = new Trained(graph, TargetEncoding.classes(NAMES))) {
      double[][] outputs = trained.outputs(examples.features());
      for (int row = 0; row < ROWS; row += 7) {
        Features alone = examples.features().subset(new int[] {row});
        assertArrayEquals(trained.outputs(alone)[0], outputs[row], 1e-6);
      }
    }
  }

  /** Stock graphs, short sequences, and what takes padding for part of an image. */
  @Test
  void someAreLeftAsTheyAre() {
    FeatureShape shape = new FeatureShape.Sequence(2, STEPS);
    OneDnnGraph graph = graph();
    try (graph) {
      assertEquals(
          StepCuts.none(new FeatureShape.Sequence(2, 15)),
          StepCuts.of(graph, new FeatureShape.Sequence(2, 15)));
      assertNotEquals(StepCuts.none(shape), StepCuts.of(graph, shape));
      ComputationGraph stock = new ComputationGraph(graph.getConfiguration());
      assertEquals(StepCuts.none(shape), StepCuts.of(stock, shape));
    }
    OneDnnGraph images =
        new OneDnnGraph(
            builder()
                .addVertex("maps", new PreprocessorVertex(new StepsToMaps()), "in")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "maps")
                .addLayer("out", new OutputLayer.Builder().nIn(2).nOut(2).build(), "pool")
                .setOutputs("out")
                .build());
    assertEquals(StepCuts.none(shape), StepCuts.of(images, shape));
  }
}
