package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a program may pass by mistake: a clear exception, and a graph that still works. */
final class MalformedInputTest {
  private static final INDArray FEATURES = GraphCheck.features(1, 4, 2, 5, 6);
  private static final INDArray LABELS = GraphCheck.classes(1, 4, 3);

  private static ComputationGraphConfiguration network() {
    return Networks.builder()
        .addLayer("conv", Networks.conv(4, 3, true), "in")
        .addLayer("out", Networks.softmax(), "conv")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(5, 6, 2))
        .build();
  }

  private static OneDnnGraph graph() {
    OneDnnGraph graph = new OneDnnGraph(network());
    graph.init();
    return graph;
  }

  private static void fit(OneDnnGraph graph, INDArray features, INDArray labels) {
    graph.fit(new INDArray[] {features}, new INDArray[] {labels});
  }

  private static INDArray with(double value) {
    INDArray features = FEATURES.dup();
    features.putScalar(77, value);
    return features;
  }

  static Stream<Named<INDArray>> features() {
    return Stream.of(
        Named.of("too many channels", GraphCheck.features(1, 4, 3, 5, 6)),
        Named.of("too few channels", GraphCheck.features(1, 4, 1, 5, 6)),
        Named.of("another height", GraphCheck.features(1, 4, 2, 4, 6)),
        Named.of("vectors", GraphCheck.features(1, 4, 60)),
        Named.of("vectors of as many features as channels", GraphCheck.features(1, 4, 2)),
        Named.of("sequences", GraphCheck.features(1, 4, 2, 30)),
        Named.of("no examples", Nd4j.empty(DataType.FLOAT)),
        Named.of("NaN", with(Double.NaN)),
        Named.of("infinity", with(Double.POSITIVE_INFINITY)));
  }

  @ParameterizedTest
  @MethodSource("features")
  void wrongFeaturesAreRefusedAndTheGraphStillWorks(INDArray wrong) {
    try (OneDnnGraph graph = graph()) {
      INDArray before = graph.outputSingle(FEATURES);
      assertNotNull(assertThrows(RuntimeException.class, () -> graph.output(wrong)).getMessage());
      assertNotNull(
          assertThrows(RuntimeException.class, () -> fit(graph, wrong, LABELS)).getMessage());
      assertEquals(before, graph.outputSingle(FEATURES));
      fit(graph, FEATURES, LABELS);
      assertTrue(Double.isFinite(graph.score()));
    }
  }

  @Test
  void featuresThatAreNotFiniteAreNamed() {
    try (OneDnnGraph graph = graph()) {
      String message =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> graph.output(with(Double.NaN)))
                  .getMessage());
      assertTrue(message.contains("input 0") && message.contains("finite"), message);
    }
  }

  static Stream<Named<INDArray>> labels() {
    return Stream.of(
        Named.of("fewer rows", GraphCheck.classes(1, 3, 3)),
        Named.of("more rows", GraphCheck.classes(1, 5, 3)),
        Named.of("fewer classes", GraphCheck.classes(1, 4, 2)),
        Named.of("more classes", GraphCheck.classes(1, 4, 7)),
        Named.of("maps", GraphCheck.features(1, 4, 3, 1, 1)));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void wrongLabelsAreRefusedAndTheGraphStillWorks(INDArray wrong) {
    try (OneDnnGraph graph = graph()) {
      INDArray before = graph.params().dup();
      String message =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> fit(graph, FEATURES, wrong))
                  .getMessage());
      assertTrue(message.contains("out") && message.contains("[4, 3]"), message);
      assertEquals(before, graph.params());
      fit(graph, FEATURES, LABELS);
      assertTrue(Double.isFinite(graph.score()));
    }
  }

  @Test
  void aWrongNumberOfArraysIsRefused() {
    try (OneDnnGraph graph = graph()) {
      assertThrows(
          RuntimeException.class,
          () -> graph.fit(new INDArray[] {FEATURES, FEATURES}, new INDArray[] {LABELS}));
      assertThrows(
          RuntimeException.class,
          () -> graph.fit(new INDArray[] {FEATURES}, new INDArray[] {LABELS, LABELS}));
      assertThrows(RuntimeException.class, () -> graph.output(FEATURES, FEATURES));
      assertThrows(IllegalArgumentException.class, () -> graph.explain());
      assertThrows(
          IllegalArgumentException.class, () -> graph.explain(new long[] {4, 2, 30, 1, 1}));
      fit(graph, FEATURES, LABELS);
    }
  }

  @Test
  void aClosedGraphSaysSo() {
    OneDnnGraph graph = graph();
    fit(graph, FEATURES, LABELS);
    graph.close();
    for (var use :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> fit(graph, FEATURES, LABELS),
            () -> graph.output(FEATURES),
            () -> graph.explain(FEATURES.shape()))) {
      String message = String.valueOf(assertThrows(IllegalStateException.class, use).getMessage());
      assertTrue(message.contains("closed"), message);
    }
    graph.close();
  }

  @Test
  void aGraphThatIsFittedBeforeInitIsInitialised() {
    try (OneDnnGraph graph = new OneDnnGraph(network())) {
      fit(graph, FEATURES, LABELS);
      assertTrue(Double.isFinite(graph.score()));
    }
  }

  @Test
  void theBatchMayChangeFromCallToCall() {
    try (OneDnnGraph graph = graph()) {
      for (int rows : new int[] {4, 1, 7, 2, 9, 3, 8, 5, 6, 4, 1}) {
        INDArray features = GraphCheck.features(rows, rows, 2, 5, 6);
        fit(graph, features, GraphCheck.classes(rows, rows, 3));
        assertEquals(rows, graph.outputSingle(features).size(0));
        GraphCheck.assertClose(
            "output",
            GraphCheck.stock(graph).outputSingle(features.castTo(DataType.DOUBLE)),
            graph.outputSingle(features),
            GraphCheck.SMOOTH);
      }
    }
  }
}
