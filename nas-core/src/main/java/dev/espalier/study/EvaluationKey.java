package dev.espalier.study;

import dev.espalier.trial.Ask;
import dev.espalier.trial.Fidelity;

/**
 * What makes two trials of a study duplicates: they would measure the same thing, apart from the
 * seed.
 *
 * @param networkHash canonical hash of the network
 * @param recipe hash of the recipe
 * @param fidelity how far it is trained
 */
record EvaluationKey(String networkHash, String recipe, Fidelity fidelity) {

  static EvaluationKey of(Ask ask) {
    return new EvaluationKey(ask.networkHash(), ask.recipe(), ask.fidelity());
  }
}
