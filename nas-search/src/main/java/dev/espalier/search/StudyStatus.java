package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.file.AtomicFiles;
import dev.espalier.objective.Ranking;
import dev.espalier.search.report.PolicyFile;
import dev.espalier.search.yaml.StudyOutline;
import dev.espalier.store.StudyRecord;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.strategy.Learned;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a study stands.
 *
 * @param outline what is searched, as far as it takes none of its parts to know
 * @param states trials by state; those that no process works on any more are interrupted
 * @param best the best trial so far
 * @param holder the process that works on it; empty if none does
 * @param searched whether the search itself is over
 * @param retrained whether the winner is trained and its files are written
 * @param progress a number that changes with whatever is stored that need not be done again
 * @param pace how the process that works on it does; empty if none does
 * @param preferences what a strategy that learns would choose; empty for others
 */
public record StudyStatus(
    StudyOutline outline,
    ImmutableMap<TrialState, Long> states,
    Optional<Trial> best,
    Optional<String> holder,
    boolean searched,
    boolean retrained,
    long progress,
    Optional<Pace> pace,
    ImmutableList<Learned.Preference> preferences) {

  /**
   * How a process does that works on a study.
   *
   * @param workers trials side by side
   * @param trialsAnHour evaluated since it began
   * @param memory bytes that it holds, with the processes that it started; empty where the system
   *     does not say
   */
  public record Pace(int workers, double trialsAnHour, OptionalLong memory) {}

  /**
   * Reads a study, also while it runs. Its data, and jars with parts of it, need not be there.
   *
   * @throws IllegalArgumentException if there is none in the folder
   */
  public static StudyStatus of(StudyFolder folder) {
    folder.requireStudy();
    try (SqliteStudyStore store = SqliteStudyStore.read(folder.store())) {
      Optional<StudyRecord> study = store.study();
      StudyOutline outline = StudyOutline.of(experiment(folder, study));
      ImmutableList<Trial> trials = store.trials();
      Optional<String> holder = FolderLock.holder(folder.directory());
      return new StudyStatus(
          outline,
          states(trials, holder.isPresent()),
          Ranking.of(
                  outline.duplicates().judged(trials), outline.objectives(), outline.constraints())
              .stream()
              .findFirst(),
          holder,
          study.map(StudyRecord::finished).orElse(false),
          Files.exists(folder.metrics()) && !AtomicFiles.unfinished(folder.directory()),
          store.progress(),
          holder.isPresent()
              ? StudyRun.last(store)
                  .map(
                      run -> run.pace(StudyRun.evaluated(trials), InstantSource.system().instant()))
              : Optional.empty(),
          PolicyFile.preferences(folder.policy()));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read %s".formatted(folder.directory()), cause);
    }
  }

  /** The folder's, whose budget may have grown since; else the one that the study began with. */
  private static String experiment(StudyFolder folder, Optional<StudyRecord> study)
      throws IOException {
    return Files.exists(folder.experiment())
        ? Files.readString(folder.experiment())
        : study.map(StudyRecord::experiment).orElse("{}");
  }

  private static ImmutableMap<TrialState, Long> states(
      ImmutableList<Trial> trials, boolean running) {
    Map<TrialState, Long> states = new EnumMap<>(TrialState.class);
    for (Trial trial : trials) {
      TrialState state = trial.isOpen() && !running ? TrialState.INTERRUPTED : trial.state();
      states.merge(state, 1L, Long::sum);
    }
    return ImmutableMap.copyOf(states);
  }

  /** How long the search itself has still to go, at the pace so far; empty if that is not known. */
  public Optional<Duration> left() {
    return pace.filter(how -> how.trialsAnHour() > 0 && outline.budget().trials().isPresent())
        .map(
            how ->
                Duration.ofSeconds(
                    Math.round(
                        3600.0
                            * (outline.budget().trials().getAsInt() - evaluated())
                            / how.trialsAnHour())));
  }

  /** Evaluated trials: those that count for the budget. */
  public long evaluated() {
    return states.getOrDefault(TrialState.COMPLETED, 0L)
        + states.getOrDefault(TrialState.FAILED, 0L)
        + states.getOrDefault(TrialState.PRUNED, 0L);
  }
}
