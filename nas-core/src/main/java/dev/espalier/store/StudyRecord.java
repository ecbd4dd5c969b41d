package dev.espalier.store;

/**
 * What is kept of a study beside its trials.
 *
 * @param name of the study
 * @param seed of all its randomness
 * @param experiment the resolved experiment, as YAML
 * @param experimentHash SHA-256, in hex, of what decides its trials: everything but budget and
 *     workers
 * @param finished whether it ended by itself
 */
public record StudyRecord(
    String name, long seed, String experiment, String experimentHash, boolean finished) {

  /** This study, finished or not. */
  public StudyRecord withFinished(boolean ended) {
    return new StudyRecord(name, seed, experiment, experimentHash, ended);
  }
}
