package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  void theGuideShowsTheseLines() throws IOException {
    String guide = Files.readString(GUIDE);
    String source = Files.readString(SOURCE);
    List<String> blocks =
        Pattern.compile("(?s)```java(.*?)```")
            .matcher(guide)
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(2, blocks.size());
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
