package dev.espalier.onednn;

import static dev.espalier.onednn.Networks.softmax;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.onednn.layer.PositionalEncoding;
import dev.espalier.onednn.layer.StepsToMaps;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Embedded tokens as maps of one row, against the stock graph in double precision. */
final class EmbeddingGradientTest {
  private static final int CLASSES = 3;
  private static final int ROWS = 5;

  private static ComputationGraphConfiguration graph(
      int vocabulary, int width, int steps, boolean bias) {
    return graph(vocabulary, width, steps, bias, new PositionalEncoding.Builder().learned(steps));
  }

  private static ComputationGraphConfiguration graph(
      int vocabulary, int width, int steps, boolean bias, PositionalEncoding.Builder positions) {
    return Networks.builder()
        .addLayer(
            "table",
            new EmbeddingSequenceLayer.Builder()
                .nIn(vocabulary)
                .nOut(width)
                .hasBias(bias)
                .activation(Activation.IDENTITY)
                .build(),
            "in")
        .addLayer("places", positions.features(width).build(), "table")
        .addVertex("maps", new PreprocessorVertex(new StepsToMaps()), "places")
        .addLayer(
            "conv",
            new ConvolutionLayer.Builder(1, 3)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(8)
                .activation(Activation.TANH)
                .build(),
            "maps")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv")
        .addLayer("out", softmax(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(vocabulary, steps))
        .build();
  }

  private static INDArray tokens(int vocabulary, int steps) {
    Random random = new Random(7);
    INDArray tokens = Nd4j.create(DataType.FLOAT, ROWS, 1, steps);
    for (long i = 0; i < tokens.length(); i++) {
      tokens.putScalar(i, random.nextInt(vocabulary));
    }
    return tokens;
  }

  private static GraphCheck check(int vocabulary, int width, int steps) {
    return check(vocabulary, width, steps, new PositionalEncoding.Builder().learned(steps));
  }

  private static GraphCheck check(
      int vocabulary, int width, int steps, PositionalEncoding.Builder positions) {
    return GraphCheck.of(
        graph(vocabulary, width, steps, false, positions),
        new INDArray[] {tokens(vocabulary, steps)},
        new INDArray[] {GraphCheck.classes(3, ROWS, CLASSES)});
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 3", "5, 1, 1", "5, 16, 12", "200, 7, 30"})
  void tokensNameRowsOfTheTable(int vocabulary, int width, int steps) {
    check(vocabulary, width, steps).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void positionsMayBeWavesOrOfLongerSequences() {
    check(5, 16, 12, new PositionalEncoding.Builder()).agrees(GraphCheck.SMOOTH);
    check(5, 7, 12, new PositionalEncoding.Builder().learned(20)).agrees(GraphCheck.SMOOTH);
  }

  /** Sequences of every length from none. */
  @ParameterizedTest
  @CsvSource({"5, 16, 4", "200, 7, 30"})
  void paddedStepsAreZeros(int vocabulary, int width, int steps) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, ROWS, steps);
    for (int row = 0; row < ROWS; row++) {
      for (int step = 0; step < row; step++) {
        mask.putScalar(row, step, 1.0);
      }
    }
    check(vocabulary, width, steps).withMask(mask).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void whatIsNoTokenIsRefused() {
    try (OneDnnGraph graph = new OneDnnGraph(graph(5, 4, 3, false))) {
      graph.init();
      for (float wrong : new float[] {5f, -1f, 0.5f}) {
        INDArray tokens = tokens(5, 3);
        tokens.putScalar(4, wrong);
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> graph.output(tokens));
        assertTrue(refused.toString().contains("must be a whole number from 0 to 4"));
      }
    }
  }

  @Test
  void anEmbeddingWithABiasRunsOnStockKernels() {
    try (OneDnnGraph graph = new OneDnnGraph(graph(5, 4, 3, true))) {
      graph.init();
      String explanation = graph.explain(new long[] {2, 1, 3}).toString();
      assertTrue(explanation.contains("an embedding with a bias"), explanation);
    }
  }
}
