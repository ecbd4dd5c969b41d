package dev.espalier.search;

import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.eval.Evaluators;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.parameter.Registry;
import dev.espalier.random.Seeds;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Isolation;
import dev.espalier.search.yaml.ExperimentWriter;
import dev.espalier.store.CheckpointFolder;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.study.ConstrainedSpace;
import dev.espalier.study.Study;
import dev.espalier.study.StudySettings;
import dev.espalier.trial.Ladder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a problem is to be worked on; whatever does not fit together is found out before the first
 * trial.
 *
 * @param problem its experiment with a value for every parameter of strategy and evaluator
 * @param strategies those that were registered and those on the class path
 * @param evaluator what scores candidates
 */
record Plan(Problem problem, Registry<StrategyFactory> strategies, Evaluator evaluator) {
  /** Bytes that a virtual machine with the libraries of a training needs. */
  private static final long LEAST_PROCESS = 512L << 20;

  /**
   * Checks all that can be checked without training.
   *
   * @throws IllegalArgumentException if data, space, metrics, augmentations, strategy and evaluator
   *     do not fit together
   */
  static Plan of(
      Problem given, Registry<StrategyFactory> strategies, Registry<EvaluatorFactory> evaluators) {
    Problem problem = given.with(given.experiment().resolved(strategies, evaluators));
    ExperimentChecks.check(
        problem,
        EvaluatorFactory.metrics(problem.experiment().evaluator(), problem.task(), evaluators));
    Plan plan = new Plan(problem, strategies, isolated(problem, evaluator(problem, evaluators)));
    plan.strategy();
    plan.searchSpace().sample(Seeds.generator(problem.experiment().seed(), "check", 0));
    return plan;
  }

  /** A fresh strategy. */
  SearchStrategy strategy() {
    Experiment experiment = problem.experiment();
    return located(
        experiment,
        "strategy",
        () ->
            StrategyFactory.create(
                experiment.strategy(),
                new SearchProblem(
                    searchSpace(),
                    problem.objectives(),
                    experiment.constraints(),
                    Ladder.to(experiment.fidelity()),
                    experiment.budget()),
                strategies));
  }

  /** What a part of the experiment makes; its refusal says where the part stands. */
  private static <T> T located(Experiment experiment, String path, Supplier<T> made) {
    try {
      return made.get();
    } catch (ConfigException told) {
      throw told;
    } catch (IllegalArgumentException misfit) {
      String why = misfit.getMessage();
      throw new ConfigException(
          List.of(experiment.origin().fault(path, null, why == null ? misfit.toString() : why)));
    }
  }

  /** An evaluator, in processes of its own where the experiment says so. */
  private static Evaluator isolated(Problem problem, Evaluator evaluator) {
    Experiment experiment = problem.experiment();
    Execution execution = experiment.execution();
    if (execution.trialMemory().isPresent() && evaluator.approximate()) {
      throw misfit(
          experiment,
          "trialMemory",
          null,
          "bounds trainings of one network each, which evaluator %s has none of; remove it"
              .formatted(experiment.evaluator().type()));
    }
    if (execution.isolation() == Isolation.THREAD) {
      return evaluator;
    }
    String misfit = null;
    if (!evaluator.independent()) {
      misfit = "must be thread: trials share weights, which live in one process";
    } else if (experiment.dataset().format() == DataFormat.MEMORY) {
      misfit = "must be thread: the data are in the memory of this process";
    } else if (!Evaluators.registry().ids().contains(experiment.evaluator().type())) {
      misfit =
          "must be thread: another process does not find an evaluator that is registered by code";
    } else if (execution.trialMemory().orElse(LEAST_PROCESS) < LEAST_PROCESS) {
      misfit = "must be thread: a process needs a trialMemory of at least 512MiB";
    }
    if (misfit != null) {
      throw misfit(experiment, "isolation", execution.isolation().id(), misfit);
    }
    return new IsolatedEvaluator(evaluator, yaml(problem), execution.trialMemory());
  }

  private static ConfigException misfit(
      Experiment experiment, String key, @Nullable String value, String remedy) {
    return new ConfigException(
        List.of(experiment.origin().fault("execution." + key, value, remedy)));
  }

  /** What scores candidates, in this process. */
  static Evaluator evaluator(Problem problem, Registry<EvaluatorFactory> evaluators) {
    Experiment experiment = problem.experiment();
    return located(
        experiment,
        "evaluator",
        () ->
            EvaluatorFactory.create(
                experiment.evaluator(),
                new EvaluatorSetting(
                    problem.space(),
                    problem.dataset(),
                    problem.task(),
                    experiment.engine(),
                    experiment.recipes(),
                    experiment.execution().trialMemory()),
                evaluators));
  }

  /** The rules of the study. */
  StudySettings settings() {
    Experiment experiment = problem.experiment();
    return StudySettings.builder(experiment.name())
        .seed(experiment.seed())
        .lookAhead(experiment.lookAhead())
        .objectives(problem.objectives())
        .constraints(experiment.constraints())
        .duplicates(experiment.duplicates())
        .fidelity(experiment.fidelity())
        .budget(experiment.budget())
        .workers(experiment.execution().workers())
        .retries(experiment.execution().retries())
        .maxFailedTrials(experiment.execution().maxFailedTrials())
        .trialTimeLimit(Duration.ofSeconds(experiment.execution().trialTimeoutSeconds()))
        .build();
  }

  /** A study in a folder, yet without a listener. */
  Study.Builder study(
      SearchStrategy strategy, StudyStore store, StudyFolder folder, Optional<TrialClaims> claims) {
    Study.Builder study =
        Study.builder(settings(), problem.space(), strategy, evaluator)
            .recipes(problem.experiment().recipes()::recipe)
            .store(store)
            .checkpoints(new CheckpointFolder(folder.checkpoints()));
    claims.ifPresent(study::claims);
    return study;
  }

  /** The experiment as YAML, with everything filled in. */
  String yaml() {
    return yaml(problem);
  }

  private static String yaml(Problem problem) {
    return ExperimentWriter.write(problem.experiment(), problem.task(), problem.objectives());
  }

  /** All that decides the trials; goes through all of the data. */
  Identity identity() {
    DatasetInfo info = problem.dataset().info();
    return Identity.of(
        ExperimentWriter.writeIdentity(problem.experiment(), problem.task(), problem.objectives()),
        ImmutableMap.of(
            Identity.DATA,
            problem.dataset().fingerprint(),
            "training and validation data",
            problem.dataset().searchData().fingerprint(),
            "threads of a training",
            "threads: %s".formatted(Engine.THREADS),
            "versions of spaces and operations",
            problem.experiment().space().versions().toString(),
            "evaluator",
            evaluator.id()),
        "%s train, %s validation, %s test".formatted(info.train(), info.validation(), info.test()));
  }

  private ConstrainedSpace searchSpace() {
    return ConstrainedSpace.of(problem.space(), problem.experiment().constraints());
  }
}
