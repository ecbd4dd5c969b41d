package dev.espalier.store;

import dev.espalier.trial.Budget;
import dev.espalier.trial.EndReason;
import java.util.Optional;

/**
 * What is kept of a study beside its trials.
 *
 * @param name of the study
 * @param seed of all its randomness
 * @param experiment the resolved experiment, as YAML
 * @param experimentHash SHA-256, in hex, of what decides its trials: everything but budget and
 *     workers
 * @param budget what it may spend
 * @param ended why it ended by itself; empty as long as there is something left to do
 */
public record StudyRecord(
    String name,
    long seed,
    String experiment,
    String experimentHash,
    Budget budget,
    Optional<EndReason> ended) {

  /** Whether it ended by itself. */
  public boolean finished() {
    return ended.isPresent();
  }

  /** This study, ended or not. */
  public StudyRecord with(Optional<EndReason> reason) {
    return new StudyRecord(name, seed, experiment, experimentHash, budget, reason);
  }

  /** This study with another budget, and the experiment that states it. */
  public StudyRecord with(Budget other, String text) {
    return new StudyRecord(name, seed, text, experimentHash, other, ended);
  }
}
