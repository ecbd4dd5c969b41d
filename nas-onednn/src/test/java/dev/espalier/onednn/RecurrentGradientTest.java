package dev.espalier.onednn;

import static dev.espalier.onednn.Networks.softmax;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.onednn.layer.CellActivation;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.GruLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Recurrent layers against the stock graph in double precision. */
final class RecurrentGradientTest {
  private static final int CLASSES = 3;

  private static LSTM.Builder lstm(int units) {
    return new LSTM.Builder().nOut(units).activation(Activation.TANH);
  }

  /** Recurrent layers. */
  enum Cell {
    LSTM,
    GRU,
    SIMPLE,
    /** A cell of nodes, all merged, of smooth functions. */
    CELL,
    /** One of which the loose ends are merged. */
    LOOSE_CELL,
    /** A node alone. */
    NODE;

    Layer layer(int units) {
      return switch (this) {
        case LSTM -> lstm(units).build();
        case GRU -> new GruLayer.Builder().nOut(units).build();
        case CELL ->
            new DagRecurrentLayer.Builder()
                .node(0, CellActivation.SIGMOID)
                .node(1, CellActivation.IDENTITY)
                .node(1, CellActivation.TANH)
                .node(0, CellActivation.TANH)
                .nOut(units)
                .build();
        case LOOSE_CELL ->
            new DagRecurrentLayer.Builder()
                .entry(CellActivation.SIGMOID)
                .node(0, CellActivation.TANH)
                .node(1, CellActivation.TANH)
                .node(1, CellActivation.IDENTITY)
                .node(3, CellActivation.SIGMOID)
                .looseEnds(true)
                .nOut(units)
                .build();
        case NODE ->
            new DagRecurrentLayer.Builder().node(0, CellActivation.TANH).nOut(units).build();
        case SIMPLE -> new SimpleRnn.Builder().nOut(units).activation(Activation.TANH).build();
      };
    }
  }

  /** What makes vectors of the steps. */
  enum End {
    LAST,
    MEAN,
    MAXIMUM;

    void add(GraphBuilder graph, String input) {
      switch (this) {
        case LAST -> graph.addVertex("sum", new LastTimeStepVertex("in"), input);
        case MEAN ->
            graph.addLayer("sum", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), input);
        case MAXIMUM ->
            graph.addLayer("sum", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), input);
      }
    }
  }

  private static ComputationGraphConfiguration end(
      GraphBuilder graph, String input, End end, int features, int steps) {
    end.add(graph, input);
    return graph
        .addLayer("out", softmax(), "sum")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(features, steps))
        .build();
  }

  /** Two layers, so that gradients pass through one of them. */
  private static ComputationGraphConfiguration twice(
      Cell cell, int features, int steps, int units, End end) {
    GraphBuilder graph =
        Networks.builder()
            .addLayer("first", cell.layer(units), "in")
            .addLayer("second", cell.layer(units + 3), "first");
    return end(graph, "second", end, features, steps);
  }

  /** In both directions, as our own graphs have it, and a layer that reads both. */
  private static ComputationGraphConfiguration bothWays(
      Cell cell, int features, int steps, int units, End end) {
    GraphBuilder graph =
        Networks.builder()
            .addLayer("before", cell.layer(units), "in")
            .addLayer("forwards", cell.layer(units), "before")
            .addVertex("reversed", new ReverseTimeSeriesVertex("in"), "before")
            .addLayer("backwards", cell.layer(units), "reversed")
            .addVertex("restored", new ReverseTimeSeriesVertex("in"), "backwards")
            .addVertex("both", new MergeVertex(), "forwards", "restored")
            .addLayer("after", cell.layer(units), "both");
    return end(graph, "after", end, features, steps);
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, 1, 1, 1, LAST",
    "LSTM, 3, 2, 5, LAST",
    "LSTM, 3, 2, 5, MEAN",
    "LSTM, 7, 16, 16, MEAN",
    "LSTM, 7, 33, 24, LAST",
    "LSTM, 28, 28, 64, LAST",
    "GRU, 1, 1, 1, LAST",
    "GRU, 3, 2, 5, MEAN",
    "GRU, 7, 33, 24, LAST",
    "GRU, 28, 28, 64, LAST",
    "SIMPLE, 1, 1, 1, LAST",
    "SIMPLE, 3, 2, 5, MEAN",
    "SIMPLE, 7, 33, 24, LAST",
    "NODE, 1, 1, 1, LAST",
    "CELL, 3, 2, 5, MEAN",
    "CELL, 7, 33, 24, LAST",
    "LOOSE_CELL, 7, 33, 24, LAST"
  })
  void cells(Cell cell, int features, int steps, int units, End end) {
    GraphCheck.of(twice(cell, features, steps, units, end), CLASSES, 5, 4, features, steps)
        .agrees(GraphCheck.SMOOTH);
  }

  /** One step of one sequence. */
  @ParameterizedTest
  @EnumSource
  void oneStep(Cell cell) {
    GraphCheck.of(twice(cell, 2, 1, 8, End.LAST), CLASSES, 5, 1, 2, 1).agrees(GraphCheck.SMOOTH);
  }

  /** Sequences of all lengths from one step. */
  @ParameterizedTest
  @CsvSource({
    "LSTM, 3, 5, 5, LAST",
    "LSTM, 3, 5, 5, MEAN",
    "LSTM, 7, 33, 24, MAXIMUM",
    "GRU, 3, 5, 5, LAST",
    "GRU, 7, 33, 24, MAXIMUM",
    "SIMPLE, 3, 5, 5, LAST",
    "SIMPLE, 7, 33, 24, MAXIMUM",
    "CELL, 3, 5, 5, LAST",
    "LOOSE_CELL, 7, 33, 24, MAXIMUM"
  })
  void stepsThatDoNotCount(Cell cell, int features, int steps, int units, End end) {
    GraphCheck.of(twice(cell, features, steps, units, end), CLASSES, 5, steps, features, steps)
        .withMask(GraphCheck.allLengths(steps))
        .agrees(GraphCheck.SMOOTH);
  }

  @ParameterizedTest
  @CsvSource({"LSTM, MEAN", "GRU, LAST", "SIMPLE, MAXIMUM", "CELL, MEAN"})
  void bothDirections(Cell cell, End end) {
    ComputationGraphConfiguration configuration = bothWays(cell, 3, 6, 5, end);
    GraphCheck check = GraphCheck.of(configuration, CLASSES, 5, 6, 3, 6);
    check.agrees(GraphCheck.SMOOTH);
    check.withMask(GraphCheck.allLengths(6)).agrees(GraphCheck.SMOOTH);
  }

  /** DL4J's own wrapper. */
  @ParameterizedTest
  @EnumSource
  void wrappedInBothDirections(Bidirectional.Mode mode) {
    GraphBuilder graph =
        Networks.builder()
            .addLayer("before", lstm(4).build(), "in")
            .addLayer("both", new Bidirectional(mode, lstm(5).build()), "before");
    ComputationGraphConfiguration configuration = end(graph, "both", End.MEAN, 3, 6);
    GraphCheck.of(configuration, CLASSES, 5, 4, 3, 6).agrees(GraphCheck.SMOOTH);
    OneDnnGraph covered = new OneDnnGraph(configuration);
    try (covered) {
      covered.init();
      assertTrue(
          covered.explainMasked(4, 3, 6).toString().contains("masks in layer Bidirectional"));
    }
  }

  /** Steps that do not count before others that do mean another thing to DL4J. */
  @Test
  void gapsRunOnStockKernels() {
    ComputationGraphConfiguration configuration = twice(Cell.LSTM, 3, 5, 4, End.LAST);
    INDArray features = GraphCheck.features(3, 1, 3, 5);
    INDArray mask = Nd4j.createFromArray(new float[][] {{1f, 0f, 1f, 1f, 0f}});
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      INDArray[] masks = {mask};
      INDArray stock =
          GraphCheck.stock(graph)
              .output(false, new INDArray[] {features.castTo(DataType.DOUBLE)}, masks, null)[0];
      INDArray here = graph.output(false, new INDArray[] {features}, masks, null)[0];
      GraphCheck.assertClose("output", stock, here, GraphCheck.SMOOTH);
    }
  }

  @Test
  void otherGatesRunOnStockKernels() {
    refused(lstm(4).gateActivationFunction(Activation.HARDSIGMOID).build(), "gates by");
    refused(lstm(4).activation(Activation.RELU).build(), "a recurrent layer with");
  }

  private static void refused(LSTM layer, String reason) {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("layer", layer, "in")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "layer")
            .addLayer("out", softmax(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(2, 5))
            .build();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      String explanation = graph.explain(new long[] {3, 2, 5}).toString();
      assertTrue(explanation.contains(reason), explanation);
    }
  }
}
