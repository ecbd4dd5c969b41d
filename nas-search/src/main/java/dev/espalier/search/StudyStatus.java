package dev.espalier.search;

import com.google.common.collect.ImmutableMap;
import dev.espalier.objective.Ranking;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.store.StudyRecord;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a study stands.
 *
 * @param experiment what is searched
 * @param states trials by state
 * @param best the best trial so far
 * @param searched whether the search itself is over
 * @param retrained whether the winner is trained and its files are written
 */
public record StudyStatus(
    Experiment experiment,
    ImmutableMap<TrialState, Long> states,
    Optional<Trial> best,
    boolean searched,
    boolean retrained) {

  /**
   * Reads a study, also while it runs.
   *
   * @throws IllegalArgumentException if there is none in the folder
   */
  public static StudyStatus of(StudyFolder folder) {
    folder.requireStudy();
    Experiment experiment = ExperimentFiles.readWithoutData(folder.experiment());
    try (SqliteStudyStore store = SqliteStudyStore.read(folder.store())) {
      List<Trial> trials = store.trials();
      Map<TrialState, Long> states = new EnumMap<>(TrialState.class);
      trials.forEach(trial -> states.merge(trial.state(), 1L, Long::sum));
      return new StudyStatus(
          experiment,
          ImmutableMap.copyOf(states),
          Ranking.of(trials, experiment.objectives(), experiment.constraints()).stream()
              .findFirst(),
          store.study().map(StudyRecord::finished).orElse(false),
          Files.exists(folder.metrics()));
    }
  }

  /** Evaluated trials: those that count for the budget. */
  public long evaluated() {
    return states.getOrDefault(TrialState.COMPLETED, 0L)
        + states.getOrDefault(TrialState.FAILED, 0L)
        + states.getOrDefault(TrialState.PRUNED, 0L);
  }
}
