package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.TestGraphs.assertNear;

import dev.espalier.onednn.layer.Setting.Size;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Back-propagation through the layer against central differences, in double precision. */
class GroupedConvolutionGradientTest {
  private static final double NEAR = 1e-6;

  /** A difference takes two passes a parameter: a few windows must do. */
  static Stream<Setting> undilated() {
    return IntStream.of(2, 5, 8, 15).mapToObj(Setting.all()::get);
  }

  static Stream<Setting> dilated() {
    return Setting.all().stream().filter(Setting::dilated);
  }

  @ParameterizedTest
  @MethodSource("undilated")
  void twoGroupsDeriveTheScore(Setting setting) {
    assertDerivesTheScore(setting, 2, 6);
  }

  @ParameterizedTest
  @MethodSource("dilated")
  void dilatedDepthwiseDerivesTheScore(Setting setting) {
    assertDerivesTheScore(setting, 4, 4);
  }

  static Stream<Setting> all() {
    return Setting.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesTheGradientOfItsOutputInAnyMemoryLayout(Setting setting) {
    for (int groups : new int[] {1, 2, 4}) {
      ComputationGraph graph = graph(setting, groups, 8, Activation.IDENTITY);
      NumericalGradient.byBackpropagation(graph, data(setting));
      Layer layer = graph.getLayer("middle");
      Size image = setting.image();
      INDArray input = noise(new long[] {setting.batch(), 4, image.height(), image.width()});
      long[] shape = layer.activate(input, true, LayerWorkspaceMgr.noWorkspaces()).shape();
      INDArray wide = noise(new long[] {shape[0], 2 * shape[1], shape[2], shape[3]});
      INDArray part =
          Nd4j.create(wide.data(), shape, wide.stride(), shape[1] * wide.stride(1), 'c');
      INDArray plain = part.dup('c');
      INDArray expected = inputGradient(layer, plain);
      INDArray weights = layer.getGradientsViewArray().dup();
      for (INDArray epsilon :
          new INDArray[] {
            part, plain.dup('f'), plain.permute(1, 0, 2, 3).dup('c').permute(1, 0, 2, 3)
          }) {
        assertNear(expected, inputGradient(layer, epsilon), 1e-12);
        assertNear(weights, layer.getGradientsViewArray(), 1e-12);
      }
    }
  }

  private static INDArray noise(long[] shape) {
    double[] values = new Random(5).doubles(ArrayUtil.prod(shape), -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape(shape);
  }

  private static INDArray inputGradient(Layer layer, INDArray epsilon) {
    return layer.backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces()).getSecond();
  }

  private static void assertDerivesTheScore(Setting setting, int groups, int nOut) {
    ComputationGraph graph = graph(setting, groups, nOut, Activation.TANH);
    INDArray gradient = NumericalGradient.byBackpropagation(graph, data(setting));
    assertNear(NumericalGradient.of(graph, data(setting)), gradient, NEAR);
  }

  private static ComputationGraph graph(
      Setting setting, int groups, int nOut, Activation activation) {
    GroupedConvolution2D layer =
        setting
            .applyTo(new GroupedConvolution2D.Builder())
            .groups(groups)
            .nOut(nOut)
            .activation(activation)
            .build();
    Size image = setting.image();
    return TestGraphs.graph(
        DataType.DOUBLE,
        4,
        image.height(),
        image.width(),
        builder -> builder.addLayer("middle", layer, "stem"));
  }

  private static DataSet data(Setting setting) {
    Size image = setting.image();
    return TestGraphs.data(DataType.DOUBLE, setting.batch(), image.height(), image.width());
  }
}
