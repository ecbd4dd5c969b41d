package dev.espalier.evaluate;

import com.google.common.collect.ImmutableSet;

/**
 * Scores candidates: by training them, by shared weights, or by looking them up. It holds what is
 * the same in every study; what a study needs beside it is in the {@link EvaluationSession} that it
 * opens. It knows no strategy. Thread-safe.
 *
 * <p>This one counts the letters of an architecture's encoding, and is as good as any where there
 * is nothing to train:
 *
 * <pre>{@code
 * Evaluator lengths =
 *     new Evaluator() {
 *       public String id() {
 *         return "length";
 *       }
 *
 *       public String dataFingerprint() {
 *         return "";
 *       }
 *
 *       public ImmutableSet<DeclaredMetric> metrics() {
 *         return ImmutableSet.of(DeclaredMetric.minimized("length"));
 *       }
 *
 *       public EvaluationSession open(EvaluationProblem problem) {
 *         return (candidate, context) ->
 *             Evaluation.of(
 *                 context.fidelity(),
 *                 Map.of("length", (double) candidate.architecture().encoding().length()));
 *       }
 *     };
 * }</pre>
 */
public interface Evaluator {

  /**
   * Stable id of what and how it measures, such as {@code train:onednn}; part of a study's
   * identity.
   */
  String id();

  /** Fingerprint of the data it scores on; part of a study's identity. */
  String dataFingerprint();

  /** What every evaluation measures; any of it may be an objective or a constraint. */
  ImmutableSet<DeclaredMetric> metrics();

  /**
   * Whether two evaluations of the same network, recipe and fidelity measure the same, apart from
   * the seed. Where weights are shared they do not: the weights have moved.
   */
  default boolean repeatable() {
    return true;
  }

  /**
   * Whether its scores stand in for those of networks that are trained alone. How well they rank is
   * then measured at the end of a search.
   */
  default boolean approximate() {
    return false;
  }

  /**
   * Whether an evaluation depends on its candidate and its context alone, so that any process can
   * do it. Where weights are shared it does not: they live in the session.
   */
  default boolean independent() {
    return repeatable() && !approximate();
  }

  /** Begins to score the candidates of a study, which closes the session. */
  EvaluationSession open(EvaluationProblem problem);
}
