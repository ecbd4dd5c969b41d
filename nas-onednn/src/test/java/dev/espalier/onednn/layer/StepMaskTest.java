package dev.espalier.onednn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class StepMaskTest {
  @Test
  void setsPaddingToZeroBehindAVertexToo() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .addVertex("twice", new MergeVertex(), "in", "in")
                .addLayer("mask", new StepMask.Builder().features(4).build(), "twice")
                .addLayer(
                    "out",
                    new RnnLossLayer.Builder(LossFunction.MSE)
                        .dataFormat(RNNFormat.NCW)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "mask")
                .setOutputs("out")
                .build());
    graph.init();
    INDArray features = SequenceLayersTest.features(5, 1, 3);
    INDArray out = SequenceLayersTest.output(graph, features, SequenceLayersTest.mask(5, 1, 3));
    int[] lengths = {5, 1, 3};
    for (int row = 0; row < lengths.length; row++) {
      for (int step = 0; step < 5; step++) {
        for (int feature = 0; feature < 4; feature++) {
          double kept = step < lengths[row] ? features.getDouble(row, feature % 2, step) : 0.0;
          assertEquals(kept, out.getDouble(row, feature, step), 0.0);
        }
      }
    }
  }
}
