package dev.espalier.eval.train;

import dev.espalier.onednn.BatchStatistics;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a training step sees; holds native memory until closed.
 *
 * @param features {@code [rows, channels, height, width]}, {@code [rows, features]}, or for
 *     sequences {@code [rows, features, steps]}, where tokens are one feature
 * @param labels {@code [rows, classes]}, {@code [rows, values]} scaled as the encoding says, or for
 *     classes of steps {@code [rows, classes, steps]}
 * @param featureMask {@code [rows, steps]}, 1 for steps that count and 0 for padding; null where no
 *     row has padding
 * @param labelMask the same for labels; null also where labels are not of steps
 */
public record Batch(
    INDArray features,
    INDArray labels,
    @Nullable INDArray featureMask,
    @Nullable INDArray labelMask)
    implements AutoCloseable {

  /** How many rows there are. */
  public int rows() {
    return Math.toIntExact(features.size(0));
  }

  /**
   * Computes gradients, summed over the rows, and leaves the parameters as they are.
   *
   * @return the loss, the mean over the rows
   */
  public double gradients(ComputationGraph graph) {
    if (graph.getFlattenedGradients() == null) {
      graph.initGradientsView();
    }
    graph.setInputs(features);
    graph.setLabels(labels);
    graph.setLayerMaskArrays(array(featureMask), array(labelMask));
    try {
      graph.computeGradientAndScore();
      return graph.score();
    } finally {
      graph.clearLayerMaskArrays();
      graph.clear();
    }
  }

  /** One step of training. */
  void fit(ComputationGraph graph) {
    graph.fit(
        new INDArray[] {features}, new INDArray[] {labels}, array(featureMask), array(labelMask));
  }

  /** Measures batch normalization's statistics on it. */
  public void measure(BatchStatistics statistics) {
    statistics.add(
        new INDArray[] {features}, new INDArray[] {labels}, array(featureMask), array(labelMask));
  }

  private static INDArray @Nullable [] array(@Nullable INDArray mask) {
    return mask == null ? null : new INDArray[] {mask};
  }

  @Override
  public void close() {
    features.close();
    labels.close();
    if (featureMask != null) {
      featureMask.close();
    }
    if (labelMask != null) {
      labelMask.close();
    }
  }
}
