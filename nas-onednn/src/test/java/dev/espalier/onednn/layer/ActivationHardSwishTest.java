package dev.espalier.onednn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ActivationHardSwishTest {
  private final IActivation hardSwish = new ActivationHardSwish();

  @ParameterizedTest
  @CsvSource({
    "-4, 0, 0",
    "-3, 0, 0",
    "-1.5, -0.375, 0",
    "0, 0, 0.5",
    "1, 0.66666666666, 0.83333333333",
    "2.5, 2.29166666666, 1.33333333333",
    "3, 3, 1",
    "4, 4, 1",
    "100, 100, 1"
  })
  void followsItsDefinition(double x, double value, double slope) {
    assertEquals(slope, backprop(x, 1), 1e-9);
    assertEquals(-2 * slope, backprop(x, -2), 1e-9);
    assertEquals(value, hardSwish.getActivation(array(x), true).getDouble(0), 1e-9);
  }

  @Test
  void derivesItsOwnActivation() {
    double step = 1e-6;
    for (double x = -4.05; x < 4.1; x += 0.1) {
      double above = hardSwish.getActivation(array(x + step), true).getDouble(0);
      double below = hardSwish.getActivation(array(x - step), true).getDouble(0);
      assertEquals((above - below) / (2 * step), backprop(x, 1), 1e-8, "at " + x);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT", "DOUBLE"},
      value = DataType.class)
  void overwritesItsInputAndKeepsItsPrecision(DataType type) {
    INDArray in = Nd4j.linspace(type, -4, 0.5, 24).reshape(2, 3, 4).permute(1, 0, 2);
    INDArray original = in.dup();
    INDArray slope = hardSwish.backprop(in, Nd4j.onesLike(in)).getFirst();
    assertEquals(original, in, "backprop leaves its input alone");
    assertEquals(type, slope.dataType());
    assertSame(in, hardSwish.getActivation(in, false));
    assertEquals(type, in.dataType());
  }

  @Test
  void refusesGradientsOfAnotherShape() {
    assertThrows(
        IllegalStateException.class, () -> hardSwish.backprop(Nd4j.zeros(2, 3), Nd4j.zeros(3, 2)));
  }

  @Test
  void derivesTheScoreOfANetwork() {
    ComputationGraph graph = new ComputationGraph(configuration());
    graph.init();
    DataSet data = TestGraphs.data(DataType.DOUBLE, 3, 5, 5);
    INDArray gradient = NumericalGradient.byBackpropagation(graph, data);
    TestGraphs.assertNear(NumericalGradient.of(graph, data), gradient, 1e-6);
  }

  @Test
  void survivesJsonAndYaml() {
    ComputationGraphConfiguration configuration = configuration();
    assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
    assertEquals(configuration, ComputationGraphConfiguration.fromYaml(configuration.toYaml()));
  }

  private static ComputationGraphConfiguration configuration() {
    return TestGraphs.configuration(
        DataType.DOUBLE,
        3,
        5,
        5,
        builder ->
            builder.addLayer(
                "middle",
                new ConvolutionLayer.Builder(3, 3)
                    .nOut(4)
                    .activation(new ActivationHardSwish())
                    .build(),
                "stem"));
  }

  private double backprop(double x, double epsilon) {
    return hardSwish.backprop(array(x), array(epsilon)).getFirst().getDouble(0);
  }

  private static INDArray array(double value) {
    return Nd4j.createFromArray(new double[] {value, 0}).reshape(1, 2);
  }
}
