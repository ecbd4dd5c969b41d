package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import dev.espalier.onednn.layer.GruLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What docs/onednn.md tells its readers to write. */
final class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "onednn.md");
  private static final Path SOURCE =
      Path.of("src", "test", "java", "dev", "espalier", "onednn", "GuideTest.java");

  private final ComputationGraphConfiguration configuration =
      Networks.builder()
          .addLayer("conv", Networks.conv(8, 3, true), "in")
          .addLayer("relu", Networks.activation(Activation.RELU), "conv")
          .addLayer("out", Networks.softmax(), "relu")
          .setOutputs("out")
          .setInputTypes(InputType.convolutional(6, 6, 1))
          .build();

  @Test
  void theThreeLinesTrain() {
    INDArray features = GraphCheck.features(1, 8, 1, 6, 6);
    INDArray labels = GraphCheck.classes(1, 8, 3);
    ComputationGraph graph = new OneDnnGraph(configuration);
    graph.init();
    graph.fit(new INDArray[] {features}, new INDArray[] {labels});
    double first = graph.score();
    for (int step = 0; step < 20; step++) {
      graph.fit(new INDArray[] {features}, new INDArray[] {labels});
    }
    assertTrue(graph.score() < first, () -> first + " became " + graph.score());
    graph.close();
  }

  @Test
  void statesAreCarriedThroughWindows() {
    int window = 4;
    INDArray text = GraphCheck.features(1, 3, 2, 5L * window);
    List<DataSet> windows =
        IntStream.range(0, 5)
            .mapToObj(i -> text.get(all(), all(), interval(i * window, (i + 1) * window)).dup('c'))
            .map(part -> new DataSet(part, part))
            .toList();
    ComputationGraphConfiguration.GraphBuilder builder =
        Networks.builder()
            .addLayer("memory", new GruLayer.Builder().nOut(3).build(), "in")
            .addLayer(
                "out",
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .nOut(2)
                    .build(),
                "memory")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(2, window));
    ComputationGraphConfiguration configuration =
        builder.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(window).build();
    OneDnnGraph graph = new OneDnnGraph(configuration);
    graph.init();
    graph.carryStates();
    for (int epoch = 0; epoch < 2; epoch++) {
      graph.rnnClearPreviousState();
      for (DataSet next : windows) {
        graph.fit(new INDArray[] {next.getFeatures()}, new INDArray[] {next.getLabels()});
      }
    }
    assertEquals(10, graph.getIterationCount());
    assertEquals(Map.of("state", List.of(3L, 3L)), shapes(graph.rnnGetPreviousState("memory")));
    graph.close();
  }

  private static Map<String, List<Long>> shapes(Map<String, INDArray> states) {
    return states.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> Arrays.stream(entry.getValue().shape()).boxed().toList()));
  }

  @Test
  void theGuideShowsTheseLines() throws IOException {
    String guide = Files.readString(GUIDE);
    String source = Files.readString(SOURCE);
    List<String> blocks =
        Pattern.compile("(?s)```java(.*?)```")
            .matcher(guide)
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(3, blocks.size());
    for (String block : blocks) {
      for (String line : block.strip().lines().toList()) {
        assertTrue(source.contains(line.strip()), () -> "the guide shows: " + line);
      }
    }
  }

  @Test
  void theStatisticsAreMeasured() {
    INDArray features = GraphCheck.features(1, 8, 2, 6, 6);
    INDArray labels = GraphCheck.classes(1, 8, 3);
    try (OneDnnGraph graph =
        new OneDnnGraph(Networks.around(new BatchNormalization.Builder().build(), 4, 6, 6))) {
      graph.init();
      BatchStatistics statistics = BatchStatistics.of(graph);
      statistics.add(new INDArray[] {features}, new INDArray[] {labels}, null, null);
      statistics.write();
      assertNotEquals(0.0, graph.getParam("layer_mean").norm2Number().doubleValue());
    }
  }

  @Test
  void explainNamesVerticesAndImplementations() {
    OneDnnGraph graph = new OneDnnGraph(configuration);
    graph.init();
    String text = graph.explain(new long[] {8, 1, 6, 6}).toString();
    assertTrue(text.contains("conv") && text.contains("backward weights"), text);
    graph.close();
  }
}
