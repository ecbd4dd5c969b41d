package dev.espalier.eval.train;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.objective.ClassPredictions;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.ValuePredictions;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained graph and how to read its outputs. Not thread-safe; holds native memory until closed.
 */
public final class Trained implements AutoCloseable {
  private static final int BATCH = 256;

  private final ComputationGraph graph;
  private final TargetEncoding targets;

  /** Takes over the graph. */
  public Trained(ComputationGraph graph, TargetEncoding targets) {
    this.graph = graph;
    this.targets = targets;
  }

  /** The graph itself; it stays owned by this object. */
  public ComputationGraph graph() {
    return graph;
  }

  /**
   * Outputs {@code [rows][classes]} as probabilities, or {@code [rows][values]} in their own units.
   */
  public double[][] outputs(Features features) {
    double[][] outputs = new double[features.size()][];
    for (int from = 0; from < features.size(); from += BATCH) {
      int to = Math.min(features.size(), from + BATCH);
      try (INDArray input = array(features, from, to);
          INDArray output = graph.outputSingle(input)) {
        for (int row = from; row < to; row++) {
          outputs[row] = read(output.getRow(row - from).toDoubleVector());
        }
      }
    }
    return outputs;
  }

  /** Outputs beside what would have been right. */
  public Predictions predict(Examples examples) {
    double[][] outputs = outputs(examples.features());
    if (examples.targets() instanceof Targets.Labels labels) {
      return ClassPredictions.of(outputs, labels.toArray());
    }
    Targets.Values values = examples.values();
    double[][] right = new double[examples.size()][values.outputs()];
    for (int row = 0; row < right.length; row++) {
      for (int output = 0; output < values.outputs(); output++) {
        right[row][output] = values.value(row, output);
      }
    }
    return ValuePredictions.of(outputs, right);
  }

  private double[] read(double[] raw) {
    double[] values = Arrays.copyOf(raw, raw.length);
    for (int output = 0; output < targets.values().size(); output++) {
      values[output] = targets.values().get(output).scale().undo(raw[output]);
    }
    return values;
  }

  private static INDArray array(Features features, int from, int to) {
    int size = features.shape().size();
    float[] values = new float[(to - from) * size];
    for (int row = from; row < to; row++) {
      features.copyRow(row, values, (row - from) * size);
    }
    int rows = to - from;
    return Nd4j.createFromArray(values)
        .reshape(
            features.shape() instanceof FeatureShape.Image image
                ? new long[] {rows, image.channels(), image.height(), image.width()}
                : new long[] {rows, size});
  }

  @Override
  public void close() {
    graph.close();
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }
}
