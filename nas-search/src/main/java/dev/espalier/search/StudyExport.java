package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.ParetoFront;
import dev.espalier.objective.StandardError;
import dev.espalier.objective.Winner;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.trial.Trial;
import java.util.Optional;

/** The architecture files of any trials of a study, finished or running. */
public final class StudyExport {
  private final Problem problem;
  private final StudyFolder folder;
  private final ImmutableList<Trial> trials;
  private final Optional<Audit> audit;

  private StudyExport(
      Problem problem, StudyFolder folder, ImmutableList<Trial> trials, Optional<Audit> audit) {
    this.problem = problem;
    this.folder = folder;
    this.trials = trials;
    this.audit = audit;
  }

  /**
   * Opens a study to read. An architecture file tells of the data, so they must still be where the
   * study's {@code experiment.yaml} says; its strategy and its evaluator may be gone.
   *
   * @throws IllegalArgumentException if there is no study in the folder, or its data are gone
   */
  public static StudyExport of(StudyFolder folder) {
    folder.requireStudy();
    Problem problem = Problem.of(ExperimentFiles.readStored(folder.experiment()));
    try (SqliteStudyStore store = SqliteStudyStore.read(folder.store())) {
      return new StudyExport(problem, folder, store.trials(), RankingAudit.find(store));
    }
  }

  /**
   * The file of one trial.
   *
   * @throws IllegalArgumentException if there is no such trial, or it has no network
   */
  public ArchitectureFile trial(long number) {
    if (number < 0 || number >= trials.size()) {
      throw new IllegalArgumentException(
          "trial %s is not one of the %s trials (from 0) of %s"
              .formatted(number, trials.size(), folder.directory()));
    }
    return file(judged().get((int) number));
  }

  /**
   * The file of the best trial so far, chosen as the winner of a search is, but not retrained.
   *
   * @throws IllegalArgumentException if no trial has been scored yet that keeps to the constraints
   */
  public ArchitectureFile best() {
    ImmutableList<Constraint> constraints = problem.experiment().constraints();
    String first = problem.objectives().get(0).metric();
    boolean averaged = problem.experiment().duplicates() == DuplicatePolicy.AVERAGE;
    return Winner.of(
            judged(),
            problem.objectives(),
            constraints,
            best -> StandardError.of(best, first, trials, averaged))
        .map(choice -> file(choice.winner()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: none of the %s trials has been scored yet and keeps to the constraints"
                        .formatted(folder.directory(), trials.size())));
  }

  /** Numbers of the trials of the Pareto front, the best first objective first. */
  public ImmutableList<Long> front() {
    return ParetoFront.of(judged(), problem.objectives(), problem.experiment().constraints())
        .trials()
        .stream()
        .map(Trial::number)
        .collect(ImmutableList.toImmutableList());
  }

  /** With the scores that a search ranks by. */
  private ImmutableList<Trial> judged() {
    return problem.experiment().duplicates().judged(trials);
  }

  private ArchitectureFile file(Trial trial) {
    return new ResultFiles(problem, folder, () -> audit)
        .architecture(trial, problem.space().expand(trial.architecture()))
        .build();
  }
}
