package dev.espalier.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures anew what batch normalization uses at inference: mean and variance of its inputs over
 * some batches, at the weights as they are ("precise batch normalization", Wu and Johnson 2021).
 * The running statistics that training leaves behind start at 0 and 1 and lag behind the weights,
 * so that after few steps a network is judged by statistics that it never had.
 *
 * <pre>{@code
 * BatchStatistics statistics = BatchStatistics.of(graph);
 * for (DataSet batch : batches) {
 *   statistics.add(
 *       new INDArray[] {batch.getFeatures()}, new INDArray[] {batch.getLabels()}, null, null);
 * }
 * statistics.write();
 * }</pre>
 *
 * <p>An {@link OneDnnGraph} runs forwards alone; any other graph, and one that its kernels do not
 * cover, runs whole steps without an update. Frozen layers keep what they have. Not thread-safe.
 */
public final class BatchStatistics {
  private final ComputationGraph graph;
  private final List<Norm> norms;
  private int batches;

  private BatchStatistics(ComputationGraph graph, List<Norm> norms) {
    this.graph = graph;
    this.norms = norms;
  }

  /** For an initialised graph, which may have none to measure. */
  public static BatchStatistics of(ComputationGraph graph) {
    List<Norm> norms = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization norm) {
        norms.add(new Norm(norm));
      }
    }
    return new BatchStatistics(graph, List.copyOf(norms));
  }

  /** Whether there is nothing to measure. */
  public boolean isEmpty() {
    return norms.isEmpty();
  }

  /**
   * Measures one batch, as {@link ComputationGraph#fit(INDArray[], INDArray[], INDArray[],
   * INDArray[])} takes it. Batches count alike; the graph's parameters stay as they are.
   *
   * @param labels of the right shape; their values do not matter
   */
  public void add(
      INDArray[] features,
      INDArray[] labels,
      INDArray @Nullable [] featureMasks,
      INDArray @Nullable [] labelMasks) {
    if (isEmpty()) {
      return;
    }
    Map<String, INDArray> changes =
        graph instanceof OneDnnGraph fast && labelMasks == null
            ? fast.statistics(features, featureMasks)
            : Map.of();
    if (changes.isEmpty()) {
      graph.setInputs(features);
      graph.setLabels(labels);
      graph.setLayerMaskArrays(featureMasks, labelMasks);
      try {
        graph.computeGradientAndScore();
      } finally {
        graph.clearLayerMaskArrays();
      }
      changes = graph.gradient().gradientForVariable();
    }
    for (Norm norm : norms) {
      norm.add(graph, changes);
    }
    batches++;
  }

  /**
   * Writes what was measured into the graph's parameters; does nothing where nothing was.
   *
   * @throws IllegalStateException if a mean or variance is not finite
   */
  public void write() {
    for (Norm norm : norms) {
      if (batches > 0) {
        norm.write(graph, batches);
      }
    }
  }

  /** Sums of one layer, in double precision. */
  private static final class Norm {
    private final BatchNormalization layer;
    private final String mean;
    private final String variance;
    private final double[] means;
    private final double[] squares;

    Norm(BatchNormalization layer) {
      this.layer = layer;
      int channels = Math.toIntExact(layer.getNOut());
      means = new double[channels];
      squares = new double[channels];
      mean = layer.getLayerName() + "_" + BatchNormalizationParamInitializer.GLOBAL_MEAN;
      variance =
          layer.getLayerName()
              + "_"
              + (layer.isUseLogStd()
                  ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                  : BatchNormalizationParamInitializer.GLOBAL_VAR);
    }

    /** From what a step would take away from the running statistics. */
    void add(ComputationGraph graph, Map<String, INDArray> changes) {
      double share = 1.0 - layer.getDecay();
      double[] keptMean = graph.getParam(mean).toDoubleVector();
      double[] keptVariance = graph.getParam(variance).toDoubleVector();
      double[] meanChange = Objects.requireNonNull(changes.get(mean), mean).toDoubleVector();
      double[] change = Objects.requireNonNull(changes.get(variance), variance).toDoubleVector();
      for (int c = 0; c < means.length; c++) {
        double batchMean = keptMean[c] - meanChange[c] / share;
        double batchVariance;
        if (layer.isUseLogStd()) {
          double old = Math.pow(10.0, 2.0 * keptVariance[c]);
          double next = Math.pow(10.0, 2.0 * (keptVariance[c] - change[c]));
          batchVariance = (next - layer.getDecay() * old) / share;
        } else {
          batchVariance = keptVariance[c] - change[c] / share;
        }
        means[c] += batchMean;
        squares[c] += Math.max(0.0, batchVariance) + batchMean * batchMean;
      }
    }

    void write(ComputationGraph graph, int batches) {
      INDArray keptMean = graph.getParam(mean);
      INDArray keptVariance = graph.getParam(variance);
      for (int c = 0; c < means.length; c++) {
        double average = means[c] / batches;
        double spread = Math.max(0.0, squares[c] / batches - average * average);
        if (!Double.isFinite(average) || !Double.isFinite(spread)) {
          throw new IllegalStateException(
              "channel %s of %s has a mean of %s and a variance of %s over the batches"
                  .formatted(c, layer.getLayerName(), average, spread));
        }
        keptMean.putScalar(c, average);
        keptVariance.putScalar(
            c,
            layer.isUseLogStd() ? 0.5 * Math.log10(Math.max(spread, Double.MIN_NORMAL)) : spread);
      }
    }
  }
}
