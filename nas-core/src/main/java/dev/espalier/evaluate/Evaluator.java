package dev.espalier.evaluate;

/**
 * Scores one candidate. Called by many threads; holds its data, knows no strategy.
 *
 * <p>Same candidate, seed and fidelity: same metrics, on one instruction set and backend.
 */
public interface Evaluator extends AutoCloseable {

  /** Stable id of what and how it measures; part of what makes two trials duplicates. */
  String id();

  /** Fingerprint of the data it scores on; part of what makes two trials duplicates. */
  String dataFingerprint();

  /**
   * Trains and scores a candidate.
   *
   * @throws EvaluationException if the candidate cannot be scored
   * @throws InterruptedException if the thread was interrupted
   */
  Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException;

  @Override
  void close();
}
