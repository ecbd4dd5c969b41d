package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Outputs at each step against the stock graph in double precision. */
final class StepLossTest {
  private static final int FEATURES = 3;
  private static final int STEPS = 6;
  private static final int CLASSES = 4;

  /** Ends of a network. */
  enum End {
    CLASSES_BY_LAYER {
      @Override
      Layer layer() {
        return output(LossFunction.MCXENT.getILossFunction(), Activation.SOFTMAX);
      }
    },
    WEIGHTED_CLASSES {
      @Override
      Layer layer() {
        INDArray weights = Nd4j.createFromArray(0.5f, 0f, 2f, 0.25f).reshape(1, CLASSES);
        return output(new LossMCXENT(weights), Activation.SOFTMAX);
      }
    },
    VALUES {
      @Override
      Layer layer() {
        return output(LossFunction.MSE.getILossFunction(), Activation.IDENTITY);
      }
    },
    LOSS_ONLY {
      @Override
      Layer layer() {
        return new RnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
      }
    };

    abstract Layer layer();

    private static Layer output(ILossFunction loss, Activation activation) {
      return new RnnOutputLayer.Builder(loss).nOut(CLASSES).activation(activation).build();
    }
  }

  private static ComputationGraphConfiguration network(End end, RecurrentGradientTest.Cell cell) {
    return Networks.builder()
        .addLayer("before", cell.layer(CLASSES), "in")
        .addLayer("out", end.layer(), "before")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(FEATURES, STEPS))
        .build();
  }

  private static INDArray labels(int rows) {
    Random random = new Random(3);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, rows, CLASSES, STEPS);
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < STEPS; step++) {
        labels.putScalar(new int[] {row, random.nextInt(CLASSES), step}, 1.0);
      }
    }
    return labels;
  }

  @ParameterizedTest
  @EnumSource
  void losses(End end) {
    losses(end, RecurrentGradientTest.Cell.LSTM);
  }

  /** What layers put out where nothing counts. */
  @ParameterizedTest
  @EnumSource
  void padding(RecurrentGradientTest.Cell cell) {
    losses(End.VALUES, cell);
  }

  private static void losses(End end, RecurrentGradientTest.Cell cell) {
    GraphCheck check =
        GraphCheck.of(
            network(end, cell),
            new INDArray[] {GraphCheck.features(2, STEPS, FEATURES, STEPS)},
            new INDArray[] {labels(STEPS)});
    check.agrees(GraphCheck.SMOOTH);
    check.withMask(GraphCheck.allLengths(STEPS)).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void aMaskOfLabelsOfAnotherSizeIsAnError() {
    OneDnnGraph graph = new OneDnnGraph(network(End.VALUES, RecurrentGradientTest.Cell.LSTM));
    try (graph) {
      graph.init();
      graph.setLayerMaskArrays(null, new INDArray[] {GraphCheck.allLengths(STEPS - 1)});
      INDArray[] features = {GraphCheck.features(2, STEPS, FEATURES, STEPS)};
      INDArray[] labels = {labels(STEPS)};
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () -> GraphCheck.backpropagate(graph, features, labels));
      assertEquals("a mask of labels of shape [5, 5]; must be [6, 6]", error.getMessage());
    }
  }

  /** Which layers then count which steps is DL4J's to say. */
  @Test
  void featuresWithAMaskAndLabelsWithoutRunOnStockKernels() {
    try (OneDnnGraph graph =
        new OneDnnGraph(network(End.LOSS_ONLY, RecurrentGradientTest.Cell.LSTM))) {
      graph.init();
      var stock = GraphCheck.stock(graph);
      INDArray[] features = {GraphCheck.features(2, STEPS, FEATURES, STEPS)};
      INDArray[] masks = {GraphCheck.allLengths(STEPS)};
      INDArray[] labels = {labels(STEPS)};
      stock.setLayerMaskArrays(masks, null);
      GraphCheck.backpropagate(stock, GraphCheck.in(stock, features), GraphCheck.in(stock, labels));
      graph.setLayerMaskArrays(masks, null);
      GraphCheck.backpropagate(graph, features, labels);
      assertEquals(stock.score(), graph.score(), 1e-5 * stock.score());
      GraphCheck.assertClose(
          "gradients",
          stock.getFlattenedGradients(),
          graph.getFlattenedGradients(),
          GraphCheck.SMOOTH);
    }
  }
}
