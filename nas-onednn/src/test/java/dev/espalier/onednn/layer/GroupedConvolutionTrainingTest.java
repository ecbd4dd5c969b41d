package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.TestGraphs.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** The layer in networks that are trained, saved, restored and copied. */
class GroupedConvolutionTrainingTest {
  @Test
  void thirtyStepsLowerTheLoss() {
    ComputationGraph graph = graph(DataType.FLOAT);
    double before = graph.score(data(DataType.FLOAT), true);
    train(graph, 30);
    double after = graph.score(data(DataType.FLOAT), true);
    assertTrue(after < 0.7 * before, "from %s to %s".formatted(before, after));
  }

  @Test
  void aRestoredModelAnswersAndTrainsOnAsTheSavedOne(@TempDir Path folder) throws IOException {
    ComputationGraph saved = graph(DataType.FLOAT);
    train(saved, 3);
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(saved, file, true);
    ComputationGraph restored = ModelSerializer.restoreComputationGraph(file, true);
    INDArray images = data(DataType.FLOAT).getFeatures();
    assertEquals(saved.outputSingle(images), restored.outputSingle(images));
    train(saved, 3);
    train(restored, 3);
    assertEquals(saved.params(), restored.params());
  }

  @Test
  void aClonedGraphAnswersAlike() {
    ComputationGraph graph = graph(DataType.FLOAT);
    train(graph, 1);
    INDArray images = data(DataType.FLOAT).getFeatures();
    assertEquals(graph.outputSingle(images), graph.clone().outputSingle(images));
  }

  @Test
  void workspacesChangeNothing() {
    ComputationGraph with = graph(DataType.FLOAT);
    ComputationGraph without = graph(DataType.FLOAT);
    without.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    train(with, 5);
    train(without, 5);
    assertEquals(with.params(), without.params());
  }

  @Test
  void floatFollowsDouble() {
    ComputationGraph single = graph(DataType.FLOAT);
    ComputationGraph twice = graph(DataType.DOUBLE);
    twice.setParams(single.params().castTo(DataType.DOUBLE));
    INDArray gradient =
        NumericalGradient.byBackpropagation(single, data(DataType.FLOAT)).castTo(DataType.DOUBLE);
    assertNear(NumericalGradient.byBackpropagation(twice, data(DataType.DOUBLE)), gradient, 1e-5);
  }

  @Test
  void aLayersParametersCanBeSetFromTheirFlattenedForm() {
    ComputationGraph from = graph(DataType.FLOAT);
    ComputationGraph to = graph(DataType.FLOAT);
    train(from, 1);
    to.getLayer("middle").setParams(from.getLayer("middle").params().dup());
    assertEquals(from.getLayer("middle").getParam("W"), to.getLayer("middle").getParam("W"));
    assertEquals(from.getLayer("middle").getParam("b"), to.getLayer("middle").getParam("b"));
  }

  @Test
  void runsInANetworkOfLayersInARowToo() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.02))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new GroupedConvolution2D.Builder(3, 3).nOut(8).groups(2).build())
                .layer(new GroupedConvolution2D.Builder(3, 3).nOut(8).groups(8).build())
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutional(7, 5, 2))
                .build());
    network.init();
    DataSet data = data(DataType.FLOAT);
    double before = network.score(data, true);
    for (int step = 0; step < 30; step++) network.fit(data);
    assertTrue(network.score(data, true) < 0.7 * before);
  }

  private static ComputationGraph graph(DataType type) {
    GroupedConvolution2D layer =
        new GroupedConvolution2D.Builder(3, 3)
            .nOut(8)
            .groups(4)
            .dilation(2, 2)
            .convolutionMode(ConvolutionMode.Same)
            .activation(new ActivationHardSwish())
            .build();
    return TestGraphs.graph(type, 4, 7, 5, builder -> builder.addLayer("middle", layer, "stem"));
  }

  private static DataSet data(DataType type) {
    return TestGraphs.data(type, 6, 7, 5);
  }

  private static void train(ComputationGraph graph, int steps) {
    DataSet data = data(graph.getConfiguration().getDataType());
    for (int step = 0; step < steps; step++) graph.fit(data);
  }
}
