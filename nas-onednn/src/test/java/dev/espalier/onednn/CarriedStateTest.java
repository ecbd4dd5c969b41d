package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** States that go on from window to window, against whole series and finite differences. */
final class CarriedStateTest {
  private static final int FEATURES = 2;
  private static final int CLASSES = 3;

  private static ComputationGraphConfiguration network(Layer first, Layer second, int window) {
    return Networks.builder()
        .addLayer("first", first, "in")
        .addLayer("second", second, "first")
        .addLayer(
            "out",
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "second")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(FEATURES, window))
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTForwardLength(window)
        .tBPTTBackwardLength(window)
        .build();
  }

  private static OneDnnGraph carrying(RecurrentGradientTest.Cell cell, int window) {
    OneDnnGraph graph = new OneDnnGraph(network(cell.layer(3), cell.layer(2), window));
    graph.init();
    GraphCheck.jitter(graph.params());
    graph.carryStates();
    return graph;
  }

  private static INDArray window(INDArray series, int from, int to) {
    return series
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup('c');
  }

  private static INDArray rows(INDArray all, int from, int to) {
    return all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all(), NDArrayIndex.all())
        .dup('c');
  }

  /** One class a step, always the same ones. */
  private static INDArray labels(int rows, int steps) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, rows, CLASSES, steps);
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < steps; step++) {
        labels.putScalar(new int[] {row, (3 * row + step) % CLASSES, step}, 1.0);
      }
    }
    return labels;
  }

  /** Has a graph run on stock kernels, as its forward passes are listened to. */
  private static final class Listener extends BaseTrainingListener {
    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      // That it is overridden is enough.
    }
  }

  /** Windows of different length give the outputs of the whole series. */
  @ParameterizedTest
  @EnumSource
  void outputs(RecurrentGradientTest.Cell cell) {
    INDArray series = GraphCheck.features(5, 3, FEATURES, 12);
    try (OneDnnGraph graph = carrying(cell, 5)) {
      INDArray whole = GraphCheck.stock(graph).output(series.castTo(DataType.DOUBLE))[0];
      for (int round = 0; round < 2; round++) {
        graph.rnnClearPreviousState();
        for (int from : new int[] {0, 5, 6}) {
          int to = from == 0 ? 5 : from == 5 ? 6 : 12;
          GraphCheck.assertClose(
              "window from " + from,
              window(whole, from, to),
              graph.output(window(series, from, to))[0],
              GraphCheck.SMOOTH);
        }
      }
    }
  }

  /**
   * Of the second window, from what the first one ended in; that is taken as given. One row and one
   * step are a case of its own in oneDNN.
   */
  @ParameterizedTest
  @EnumSource
  void gradients(RecurrentGradientTest.Cell cell) {
    gradients(cell, 3, 5);
    gradients(cell, 1, 1);
  }

  private static void gradients(RecurrentGradientTest.Cell cell, int rows, int window) {
    INDArray series = GraphCheck.features(6, rows, FEATURES, 2L * window);
    INDArray second = window(series, window, 2 * window);
    INDArray labels = labels(rows, window);
    try (OneDnnGraph graph = carrying(cell, window)) {
      assertTrue(
          graph.explain(second.shape()).isCovered(), graph.explain(second.shape())::toString);
      backpropagate(graph, window(series, 0, window), labels);
      backpropagate(graph, second, labels);
      ComputationGraph stock = GraphCheck.stock(graph);
      stock.rnnTimeStep(window(series, 0, window).castTo(DataType.DOUBLE));
      INDArray expected = differences(stock, second.castTo(DataType.DOUBLE), labels);
      GraphCheck.assertClose(
          "gradients", expected, graph.getFlattenedGradients(), GraphCheck.SMOOTH);
      if (cell != RecurrentGradientTest.Cell.SIMPLE) {
        graph.setListeners(new Listener());
        graph.rnnClearPreviousState();
        backpropagate(graph, window(series, 0, window), labels);
        backpropagate(graph, second, labels);
        GraphCheck.assertClose(
            "gradients of stock kernels",
            expected,
            graph.getFlattenedGradients(),
            GraphCheck.SMOOTH);
      }
    }
  }

  private static void backpropagate(ComputationGraph graph, INDArray features, INDArray labels) {
    GraphCheck.backpropagate(graph, new INDArray[] {features}, new INDArray[] {labels});
  }

  /** Of the summed loss, by the states that the layers have. */
  private static INDArray differences(ComputationGraph stock, INDArray features, INDArray labels) {
    List<RecurrentLayer> layers = new ArrayList<>();
    List<Map<String, INDArray>> states = new ArrayList<>();
    for (org.deeplearning4j.nn.api.Layer layer : stock.getLayers()) {
      if (layer instanceof RecurrentLayer recurrent) {
        layers.add(recurrent);
        states.add(recurrent.rnnGetPreviousState());
      }
    }
    INDArray parameters = stock.params();
    INDArray found = Nd4j.zeros(DataType.DOUBLE, parameters.shape());
    double step = 1e-4;
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      double difference = 0.0;
      for (int sign = -1; sign <= 1; sign += 2) {
        parameters.putScalar(i, value + sign * step);
        for (int layer = 0; layer < layers.size(); layer++) {
          layers.get(layer).rnnSetPreviousState(states.get(layer));
        }
        INDArray output = stock.rnnTimeStep(features)[0];
        difference -=
            sign
                * Transforms.log(output)
                    .mul(labels.castTo(DataType.DOUBLE))
                    .sumNumber()
                    .doubleValue();
      }
      parameters.putScalar(i, value);
      found.putScalar(i, difference / (2 * step));
    }
    return found;
  }

  /** A part of a text may end within a window of others that go on. */
  @ParameterizedTest
  @EnumSource
  void aRowThatEndsInPaddingBeginsAnew(RecurrentGradientTest.Cell cell) {
    INDArray series = GraphCheck.features(7, 2, FEATURES, 8);
    INDArray mask = Nd4j.ones(DataType.FLOAT, 2, 4);
    mask.putScalar(0, 3, 0.0);
    try (OneDnnGraph graph = carrying(cell, 4)) {
      graph.output(false, new INDArray[] {window(series, 0, 4)}, new INDArray[] {mask}, null);
      INDArray next = graph.output(window(series, 4, 8))[0];
      ComputationGraph stock = GraphCheck.stock(graph);
      INDArray anew = stock.output(window(series, 4, 8).castTo(DataType.DOUBLE))[0];
      INDArray whole = stock.output(series.castTo(DataType.DOUBLE))[0];
      GraphCheck.assertClose("ended", rows(anew, 0, 1), rows(next, 0, 1), GraphCheck.SMOOTH);
      GraphCheck.assertClose(
          "going on", rows(window(whole, 4, 8), 1, 2), rows(next, 1, 2), GraphCheck.SMOOTH);
    }
  }

  @Test
  void fewerRowsGoOn() {
    INDArray series = GraphCheck.features(8, 3, FEATURES, 8);
    try (OneDnnGraph graph = carrying(RecurrentGradientTest.Cell.LSTM, 4)) {
      graph.output(window(series, 0, 4));
      INDArray next = graph.output(rows(window(series, 4, 8), 0, 2))[0];
      INDArray whole = GraphCheck.stock(graph).output(series.castTo(DataType.DOUBLE))[0];
      GraphCheck.assertClose(
          "the first two", rows(window(whole, 4, 8), 0, 2), next, GraphCheck.SMOOTH);
      IllegalStateException error =
          assertThrows(IllegalStateException.class, () -> graph.output(window(series, 0, 4)));
      assertEquals(
          "a batch of 3 rows cannot go on from one of 2; clear the states first",
          error.getMessage());
    }
  }

  /** By either kernels, with a text that ends in the third of four windows. */
  @ParameterizedTest
  @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
  void steps(RecurrentGradientTest.Cell cell) {
    INDArray series = GraphCheck.features(9, 3, FEATURES, 16);
    INDArray labels = labels(3, 4);
    INDArray ended = Nd4j.ones(DataType.FLOAT, 3, 4);
    ended.putScalar(1, 2, 0.0).putScalar(1, 3, 0.0);
    try (OneDnnGraph graph = carrying(cell, 4);
        OneDnnGraph slow = carrying(cell, 4)) {
      slow.setListeners(new Listener());
      INDArray before = graph.params().dup();
      for (OneDnnGraph each : List.of(graph, slow)) {
        for (int epoch = 0; epoch < 5; epoch++) {
          each.rnnClearPreviousState();
          for (int from = 0; from < 16; from += 4) {
            INDArray[] mask = from == 8 ? new INDArray[] {ended} : null;
            each.fit(
                new INDArray[] {window(series, from, from + 4)},
                new INDArray[] {labels},
                mask,
                mask);
          }
        }
      }
      assertEquals(20, graph.getIterationCount());
      assertFalse(before.equalsWithEps(graph.params(), 1e-2));
      GraphCheck.assertClose("parameters", slow.params(), graph.params(), 1e-4);
    }
  }

  @Test
  void aCopyBeginsAnew() {
    INDArray series = GraphCheck.features(8, 3, FEATURES, 8);
    try (OneDnnGraph graph = carrying(RecurrentGradientTest.Cell.GRU, 4)) {
      INDArray first = graph.output(window(series, 0, 4))[0];
      try (OneDnnGraph copy = (OneDnnGraph) graph.clone()) {
        assertEquals(first, copy.output(window(series, 0, 4))[0]);
        assertEquals(graph.output(window(series, 4, 8))[0], copy.output(window(series, 4, 8))[0]);
      }
    }
  }

  /** Deeplearning4j's own fit cuts long series, and so does ours without carried states. */
  @Test
  void longSeriesAreCutAsStockDoes() {
    ComputationGraphConfiguration configuration =
        network(
            RecurrentGradientTest.Cell.LSTM.layer(4), RecurrentGradientTest.Cell.LSTM.layer(5), 4);
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    try (OneDnnGraph graph = OneDnnGraph.wrap(stock.clone())) {
      INDArray series = GraphCheck.features(9, 3, FEATURES, 8);
      stock.fit(new INDArray[] {series}, new INDArray[] {labels(3, 8)});
      graph.fit(new INDArray[] {series}, new INDArray[] {labels(3, 8)});
      assertEquals(2, graph.getIterationCount());
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), GraphCheck.SMOOTH);
    }
  }

  @Test
  void whatCannotBeCarriedIsRefused() {
    try (OneDnnGraph graph = carrying(RecurrentGradientTest.Cell.SIMPLE, 4)) {
      graph.setListeners(new Listener());
      IllegalStateException error =
          assertThrows(
              IllegalStateException.class,
              () -> backpropagate(graph, GraphCheck.features(9, 3, FEATURES, 4), labels(3, 4)));
      assertTrue(
          String.valueOf(error.getMessage())
              .startsWith("layer first: Deeplearning4j's SimpleRnn finds wrong"),
          error::toString);
    }
    Layer plain = RecurrentGradientTest.Cell.LSTM.layer(4);
    assertEquals(
        "layer second (Bidirectional) has a state that cannot be carried; it must be an LSTM, SimpleRnn, GruLayer or DagRecurrentLayer by itself",
        refusal(network(plain, new Bidirectional(new LSTM.Builder().nOut(5).build()), 4)));
    ComputationGraphConfiguration standard = network(plain, plain.clone(), 4);
    standard.setBackpropType(BackpropType.Standard);
    assertEquals(
        "backpropagation is of type Standard; must be TruncatedBPTT for states to be carried",
        refusal(standard));
  }

  private static String refusal(ComputationGraphConfiguration configuration) {
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      return String.valueOf(
          assertThrows(IllegalStateException.class, graph::carryStates).getMessage());
    }
  }
}
