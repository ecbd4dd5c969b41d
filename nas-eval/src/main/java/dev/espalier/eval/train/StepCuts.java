package dev.espalier.eval.train;

import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.onednn.layer.StepsToMaps;
import java.util.Arrays;
import java.util.Comparator;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * How much padding batches of sequences are spared: each is as long as its longest sequence,
 * rounded up to a quarter of the longest that there may be, so that few sizes of batches occur.
 * What a batch gives does not depend on it, but for rounding; training puts other rows together.
 * Immutable.
 *
 * @param steps of the longest sequence that there may be
 * @param unit what lengths are rounded up to; all of the steps where nothing is cut
 */
record StepCuts(int steps, int unit) {
  /** Sequences that are shorter are not worth it. */
  private static final int FEWEST_STEPS = 16;

  private static final int SIZES = 4;

  /** No padding is spared. */
  static StepCuts none(FeatureShape shape) {
    return new StepCuts(shape.steps(), shape.steps());
  }

  /**
   * What a graph does not see the difference of: images of steps hold their padding, and windows of
   * a text keep their order where states are carried.
   */
  static StepCuts of(ComputationGraph graph, FeatureShape shape) {
    boolean seesPadding =
        graph.getConfiguration().getVertices().values().stream()
            .anyMatch(
                vertex ->
                    vertex instanceof PreprocessorVertex form
                        && form.getPreProcessor() instanceof StepsToMaps);
    // Stock convolutions refuse some masks of few steps.
    boolean cuts =
        graph instanceof OneDnnGraph
            && !seesPadding
            && !Streams.carries(graph)
            && shape.steps() >= FEWEST_STEPS;
    return cuts ? new StepCuts(shape.steps(), (shape.steps() + SIZES - 1) / SIZES) : none(shape);
  }

  /** Steps of a batch of these rows. */
  int of(Features features, int... rows) {
    int longest = Arrays.stream(rows).map(features::length).max().orElse(steps);
    return Math.min(steps, (longest + unit - 1) / unit * unit);
  }

  /** The rows, the shortest sizes of batches first; those of one size keep their order. */
  int[] grouped(Features features, int[] rows) {
    return unit == steps
        ? rows
        : Arrays.stream(rows)
            .boxed()
            .sorted(Comparator.comparingInt(row -> of(features, row)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The first steps of values {@code [..., steps]}. */
  float[] cut(float[] values, int kept) {
    if (kept == steps) {
      return values;
    }
    float[] cut = new float[values.length / steps * kept];
    for (int series = 0; series < values.length / steps; series++) {
      System.arraycopy(values, series * steps, cut, series * kept, kept);
    }
    return cut;
  }
}
