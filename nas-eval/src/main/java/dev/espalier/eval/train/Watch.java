package dev.espalier.eval.train;

/**
 * Looks in on a training, at every step and after every epoch, and on the predictions that score
 * it, at every batch. Called by the training thread.
 */
public interface Watch {
  /** Lets it run. */
  Watch NONE = new Watch() {};

  /**
   * Before a step of training, or a batch of predictions.
   *
   * @throws dev.espalier.evaluate.EvaluationException to give up, such as for a time-out
   */
  default void beforeStep() {}

  /**
   * After an epoch.
   *
   * @param epoch from 1 upwards
   * @param loss mean training loss of the epoch
   * @return whether to go on
   */
  default boolean afterEpoch(int epoch, double loss) {
    return true;
  }
}
