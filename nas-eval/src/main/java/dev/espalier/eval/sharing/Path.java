package dev.espalier.eval.sharing;

import dev.espalier.eval.train.Batch;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.space.Architecture;

/**
 * A network that a step trains, with its graph.
 *
 * @param architecture what the network is
 * @param graph closed with the path
 * @param group of paths that share what the optimizer remembers
 * @param rate size of its step
 */
record Path(Architecture architecture, PathGraph graph, String group, double rate)
    implements AutoCloseable {

  /**
   * Computes gradients on a batch.
   *
   * @return the loss
   * @throws EvaluationException if it is not finite
   */
  double loss(Batch batch) {
    double loss = batch.gradients(graph.graph());
    if (!Double.isFinite(loss)) {
      throw new EvaluationException("the loss is %s".formatted(loss));
    }
    return loss;
  }

  @Override
  public void close() {
    graph.close();
  }
}
