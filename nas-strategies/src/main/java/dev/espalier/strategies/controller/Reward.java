package dev.espalier.strategies.controller;

import dev.espalier.objective.Objective;
import dev.espalier.trial.Trial;

/**
 * What a controller is rewarded by: the first objective, greater being better; with a cost, that
 * value times {@code (cost / target) ^ w}, where w is {@code alpha} up to the target and {@code
 * beta} beyond it (Tan et al., <i>MnasNet</i>, CVPR 2019, equation 2).
 *
 * @param objective the first objective
 * @param cost metric id; empty for none
 * @param target positive
 * @param alpha exponent for what costs no more than the target; 0 or below
 * @param beta exponent for what costs more; 0 or below
 */
record Reward(Objective objective, String cost, double target, double alpha, double beta) {

  /** Of a trial that has a score. */
  double of(Trial trial) {
    double value = objective.score(trial);
    if (cost.isEmpty()) {
      return value;
    }
    double share = trial.metric(cost) / target;
    double factor = Math.pow(Math.max(share, 1e-9), share <= 1.0 ? alpha : beta);
    return value >= 0.0 ? value * factor : value / factor;
  }
}
