package dev.espalier.onednn;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

final class FusionTest {
  /** The sum takes the first pooling's memory, and the second, which is equal, still needs it. */
  @Test
  void aSumDoesNotTakeMemoryThatAnEqualVertexReadsLater() {
    var configuration =
        Networks.builder()
            .addLayer("first", pool(), "in")
            .addLayer("conv", Networks.conv(2, 1, true), "in")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "conv")
            .addLayer(
                "same", new ActivationLayer.Builder().activation(Activation.IDENTITY).build(), "in")
            .addLayer("second", pool(), "same")
            .addVertex("whole", new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum", "second")
            .addLayer("global", new GlobalPoolingLayer.Builder().build(), "whole")
            .addLayer("out", Networks.softmax(), "global")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(6, 6, 2))
            .build();
    GraphCheck.of(configuration, 3, 1, 4, 2, 6, 6).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void aProductOfTwoEqualVerticesIsASquare() {
    var configuration =
        Networks.builder()
            .addLayer("conv", Networks.conv(3, 3, true), "in")
            .addLayer("first", pool(), "conv")
            .addLayer("second", pool(), "conv")
            .addVertex(
                "square", new ElementWiseVertex(ElementWiseVertex.Op.Product), "first", "second")
            .addLayer("global", new GlobalPoolingLayer.Builder().build(), "square")
            .addLayer("out", Networks.softmax(), "global")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(6, 6, 2))
            .build();
    GraphCheck.of(configuration, 3, 1, 4, 2, 6, 6).agrees(GraphCheck.SMOOTH);
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(3, 3)
        .stride(1, 1)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }
}
