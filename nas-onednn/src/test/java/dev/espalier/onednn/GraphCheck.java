package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares a graph on oneDNN with the stock graph in double precision. */
final class GraphCheck {
  /** Of whole vectors, relative; with smooth activations only. */
  static final double SMOOTH = 1e-5;

  /** Where a rectifier may fall on either side of its corner. */
  static final double RECTIFIED = 1e-3;

  private final ComputationGraphConfiguration configuration;
  private final INDArray[] features;
  private final INDArray[] labels;
  private final INDArray @Nullable [] masks;

  private GraphCheck(
      ComputationGraphConfiguration configuration,
      INDArray[] features,
      INDArray[] labels,
      INDArray @Nullable [] masks) {
    this.configuration = configuration;
    this.features = features.clone();
    this.labels = labels.clone();
    this.masks = masks;
  }

  /** On an array for each input and each output. */
  static GraphCheck of(
      ComputationGraphConfiguration configuration, INDArray[] features, INDArray[] labels) {
    return new GraphCheck(configuration, features, labels, null);
  }

  /** On random features of a shape and one-hot labels of so many classes. */
  static GraphCheck of(
      ComputationGraphConfiguration configuration, int classes, long seed, long... shape) {
    return of(
        configuration,
        new INDArray[] {features(seed, shape)},
        new INDArray[] {classes(seed, (int) shape[0], classes)});
  }

  /** The same with labels of real values. */
  GraphCheck withLabels(INDArray others) {
    return of(configuration, features, new INDArray[] {others});
  }

  /** The same with a mask of the only input; labels of steps have it, too. */
  GraphCheck withMask(INDArray mask) {
    return new GraphCheck(configuration, features, labels, new INDArray[] {mask});
  }

  /** The mask of sequences of each length from one step. */
  static INDArray allLengths(int steps) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, steps, steps);
    for (int row = 0; row < steps; row++) {
      for (int step = 0; step <= row; step++) {
        mask.putScalar(row, step, 1.0);
      }
    }
    return mask;
  }

  static INDArray features(long seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, (float) random.nextGaussian());
    }
    return array;
  }

  static INDArray classes(long seed, int rows, int classes) {
    Random random = new Random(seed);
    INDArray array = Nd4j.zeros(DataType.FLOAT, rows, classes);
    for (int i = 0; i < rows; i++) {
      array.putScalar(i, random.nextInt(classes), 1.0);
    }
    return array;
  }

  /** Runs on oneDNN, and score, gradients and output agree. */
  void agrees(double tolerance) {
    OneDnnGraph graph = new OneDnnGraph(configuration.clone());
    graph.init();
    try {
      jitter(graph.params());
      ComputationGraph stock = stock(graph);
      Explanation explanation =
          masks == null
              ? graph.explain(shapes(features))
              : graph.explainMasked(features[0].shape());
      assertTrue(explanation.isCovered(), explanation::toString);
      compare(stock, graph, tolerance);
    } finally {
      graph.close();
    }
  }

  private void compare(ComputationGraph stock, ComputationGraph graph, double tolerance) {
    INDArray[] expected = stock.output(false, in(stock, features), masks, null);
    INDArray[] output = graph.output(false, features, masks, null);
    for (int i = 0; i < expected.length; i++) {
      assertClose("output " + i, expected[i], output[i], tolerance);
    }
    stock.setLayerMaskArrays(masks, labelMasks());
    backpropagate(stock, in(stock, features), in(stock, labels));
    graph.setLayerMaskArrays(masks, labelMasks());
    backpropagate(graph, features, labels);
    assertEquals(stock.score(), graph.score(), tolerance * Math.max(1.0, Math.abs(stock.score())));
    assertClose(
        "gradients", stock.getFlattenedGradients(), graph.getFlattenedGradients(), tolerance);
  }

  /** Whether DL4J itself runs the graph in double precision; it refuses some in a kernel. */
  boolean runsOnStock() {
    ComputationGraph built = new ComputationGraph(configuration.clone());
    built.init();
    ComputationGraph stock = stock(built);
    try {
      stock.setLayerMaskArrays(masks, labelMasks());
      backpropagate(stock, in(stock, features), in(stock, labels));
      stock.output(false, in(stock, features), masks, null);
      return true;
    } catch (RuntimeException refused) {
      return false;
    } finally {
      built.close();
      stock.close();
    }
  }

  private INDArray @Nullable [] labelMasks() {
    return labels[0].rank() == 3 ? masks : null;
  }

  static void backpropagate(ComputationGraph graph, INDArray[] features, INDArray[] labels) {
    graph.setInputs(features);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
  }

  static long[][] shapes(INDArray... arrays) {
    return Arrays.stream(arrays).map(INDArray::shape).toArray(long[][]::new);
  }

  /** The arrays in the data type of a graph. */
  static INDArray[] in(ComputationGraph graph, INDArray... arrays) {
    DataType type = graph.getConfiguration().getDataType();
    return Arrays.stream(arrays).map(array -> array.castTo(type)).toArray(INDArray[]::new);
  }

  /** The stock graph of the same parameters in double precision. */
  static ComputationGraph stock(ComputationGraph graph) {
    ComputationGraph copy = new ComputationGraph(graph.getConfiguration().clone());
    copy.init(graph.params().dup(), false);
    return copy.convertDataType(DataType.DOUBLE);
  }

  /** So that no parameter, such as a shift of 0, hides what is done with it. */
  static void jitter(INDArray parameters) {
    Random random = new Random(99);
    for (long i = 0; i < parameters.length(); i++) {
      parameters.putScalar(
          i,
          parameters.getFloat(i) * (1.0 + 0.1 * random.nextDouble()) + 0.02 * random.nextDouble());
    }
  }

  static void assertClose(String what, INDArray expected, INDArray actual, double tolerance) {
    INDArray reference = expected.castTo(DataType.DOUBLE);
    INDArray found = actual.castTo(DataType.DOUBLE);
    assertEquals(reference.length(), found.length(), what);
    double error = reference.sub(found.reshape(reference.shape())).norm2Number().doubleValue();
    double size = reference.norm2Number().doubleValue();
    assertTrue(
        error <= tolerance * Math.max(size, 1e-6),
        () -> "%s differ by %.3g of their norm %.3g".formatted(what, error / size, size));
  }
}
