package dev.espalier.eval.train;

import dev.espalier.evaluate.EvaluationException;
import dev.espalier.onednn.BatchStatistics;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Batch normalization's statistics, measured anew. */
public final class Statistics {
  /** Enough for means and variances: over 40 networks, more did not change their ranking. */
  private static final int EXAMPLES = 512;

  private Statistics() {}

  /**
   * Measures them at the weights as they are, on up to {@value #EXAMPLES} examples as they are
   * scored, without augmentation. Does nothing to a graph without batch normalization.
   *
   * @throws EvaluationException if they overflow
   * @throws InterruptedException if the thread was interrupted
   */
  public static void measure(ComputationGraph graph, Batches batches, Epochs epochs, Watch watch)
      throws InterruptedException {
    BatchStatistics statistics = BatchStatistics.of(graph);
    if (statistics.isEmpty()) {
      return;
    }
    int examples = 0;
    for (int[] rows : epochs.epoch(0)) {
      if (examples >= EXAMPLES) {
        break;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      watch.beforeStep();
      try (Batch batch = batches.plain(rows)) {
        batch.measure(statistics);
      }
      examples += rows.length;
    }
    try {
      statistics.write();
    } catch (IllegalStateException overflow) {
      throw new EvaluationException(overflow.getMessage() + ": the training diverged", overflow);
    }
  }
}
