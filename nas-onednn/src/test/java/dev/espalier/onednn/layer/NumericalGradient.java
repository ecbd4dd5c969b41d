package dev.espalier.onednn.layer;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The gradient of a graph's score by central differences; for graphs of double precision. */
final class NumericalGradient {
  private static final double STEP = 1e-5;

  private NumericalGradient() {}

  static INDArray of(ComputationGraph graph, DataSet data) {
    INDArray params = graph.params();
    INDArray gradient = Nd4j.zeros(params.dataType(), params.shape());
    for (long i = 0; i < params.length(); i++) {
      gradient.putScalar(i, slope(graph, data, params, i, STEP));
    }
    return gradient;
  }

  /** How the score changes with one number of a parameter. */
  static double slope(
      ComputationGraph graph, DataSet data, INDArray parameter, long index, double step) {
    double value = parameter.getDouble(index);
    parameter.putScalar(index, value + step);
    double above = graph.score(data, true);
    parameter.putScalar(index, value - step);
    double below = graph.score(data, true);
    parameter.putScalar(index, value);
    return (above - below) / (2 * step);
  }

  /** What back-propagation says of the same; DL4J sums over the batch, the score is its mean. */
  static INDArray byBackpropagation(ComputationGraph graph, DataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.computeGradientAndScore();
    return graph.gradient().gradient().div(data.numExamples());
  }
}
