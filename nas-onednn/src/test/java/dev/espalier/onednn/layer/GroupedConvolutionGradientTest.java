package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.TestGraphs.assertNear;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

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

  private static void assertDerivesTheScore(Setting setting, int groups, int nOut) {
    GroupedConvolution2D layer =
        setting.applyTo(new GroupedConvolution2D.Builder()).groups(groups).nOut(nOut).build();
    ComputationGraph graph =
        TestGraphs.graph(
            DataType.DOUBLE,
            4,
            setting.image().height(),
            setting.image().width(),
            builder -> builder.addLayer("middle", layer, "stem"));
    DataSet data =
        TestGraphs.data(
            DataType.DOUBLE, setting.batch(), setting.image().height(), setting.image().width());
    INDArray gradient = NumericalGradient.byBackpropagation(graph, data);
    assertNear(NumericalGradient.of(graph, data), gradient, NEAR);
  }
}
