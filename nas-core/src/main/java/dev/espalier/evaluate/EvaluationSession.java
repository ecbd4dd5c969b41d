package dev.espalier.evaluate;

import com.google.common.io.ByteSource;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * The evaluations of one study. {@link #evaluate} is called by many threads at once; all else by
 * the study's own thread, in the order of the trials.
 *
 * <p>Where weights are shared, the life of a session is this. Version 0 is what it opens with;
 * every {@link #commit} makes the next one of the one before. An evaluation reads the version of
 * its context, which may be older than the newest, and changes nothing: what it adds to the weights
 * it returns as {@link Evaluation#delta}. A study that is gone on with restores the latest {@link
 * #snapshot} and commits again what was told since. A session without shared weights has only to
 * evaluate.
 *
 * <p>What must be done once before the first evaluation, such as training what all candidates
 * share, is done by {@link #prepare}.
 */
@FunctionalInterface
public interface EvaluationSession extends AutoCloseable {

  /**
   * Trains and scores a candidate. The same candidate, seed, fidelity, paused state and version
   * give the same metrics, on one instruction set and backend. A thread that is interrupted, as
   * when the trial's time is up, should end soon.
   *
   * @throws EvaluationException if the candidate cannot be scored
   * @throws InterruptedException if the thread was interrupted
   */
  Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException;

  /**
   * Does what comes before the first evaluation of this session. Called once at most, after {@link
   * #restore} and only if there is something to evaluate: a study that is merely replayed needs no
   * preparation.
   *
   * @throws EvaluationException if it cannot be done, which ends the study
   * @throws InterruptedException if the study was asked to stop
   */
  default void prepare(Preparation study) throws InterruptedException {}

  /**
   * Makes the next version of the shared weights: a trial was told.
   *
   * @param delta what its evaluation added; empty for one that added nothing, among them all that
   *     failed or were pruned
   */
  default void commit(Trial trial, Optional<ByteSource> delta) {}

  /**
   * Versions below this one are read by no evaluation any more.
   *
   * @param version the oldest that is still needed
   */
  default void forgetBefore(long version) {}

  /** The newest version of the shared weights, to be restored from; empty if none are shared. */
  default Optional<ByteSource> snapshot() {
    return Optional.empty();
  }

  /** Makes what {@link #snapshot} gave the version of this number. Called before all else. */
  default void restore(long version, ByteSource snapshot) {
    throw new UnsupportedOperationException("a session that gives snapshots must restore them");
  }

  @Override
  default void close() {}
}
