package dev.espalier.search;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.objective.Choice;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.StandardError;
import dev.espalier.objective.Winner;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.store.StudyStore;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * After the search: chooses the winner by validation scores, trains it on train plus validation by
 * the recipe that its decisions chose, opens the test split, and writes its files. Only then come
 * the reference networks, and nothing that becomes of them can take the winner away.
 */
final class FinalStage {
  private static final String WINNER = "winner";

  /** Trials whose final training may fail before it is said that there is no winner. */
  private static final int MOST_CANDIDATES = 3;

  private static final String NEXT_BEST =
      "the next in the ranking after those whose final training diverged";

  /** Notes of the study, one for each time that the test split was opened. */
  private static final String OPENED = "test_split";

  private final Problem problem;
  private final SearchListener listener;
  private final StudyStore store;
  private final ResultFiles files;
  private final FinalTrainings trainings;
  private final References references;
  private final boolean approximate;
  private @Nullable FinalResult settled;

  /**
   * The stage of one run.
   *
   * @param approximate whether the scores of the search stand in for trainings
   */
  FinalStage(
      Problem problem,
      StudyFolder folder,
      SearchListener listener,
      StopSignal stop,
      StudyStore store,
      boolean approximate) {
    this.problem = problem;
    this.store = store;
    this.listener = listener;
    this.approximate = approximate;
    this.files = new ResultFiles(problem, folder, () -> RankingAudit.find(store));
    this.trainings = new FinalTrainings(problem.experiment().execution().workers(), listener, stop);
    this.references = new References(problem, trainings, stop);
  }

  /** What is settled and written so far, also after {@link #run} was cut off. */
  Optional<FinalResult> settled() {
    return Optional.ofNullable(settled);
  }

  /**
   * The retrained winner, its files written; empty if no trial was completed. What the folder holds
   * of it already is read, not computed.
   *
   * @throws EvaluationException if the final trainings of the best trials all fail
   */
  Optional<FinalResult> run(StudyResult study) throws IOException, InterruptedException {
    Optional<Choice> choice = study.choice();
    if (choice.isEmpty()) {
      return Optional.empty();
    }
    if (approximate) {
      new RankingAudit(problem, trainings, store).run(study);
    }
    ImmutableList<Trial> candidates = candidates(study, choice.get());
    Optional<FinalResult> found = find(study, candidates);
    if (found.isPresent() && isCompared(found.get())) {
      listener.found();
      settled = found.get();
      return found;
    }
    FinalResult own = found.isPresent() ? found.get() : retrained(study, candidates, choice.get());
    settled = own;
    settled = compared(own);
    return settled();
  }

  /** What is settled already, if its files are there. */
  private Optional<FinalResult> find(StudyResult study, ImmutableList<Trial> candidates)
      throws IOException {
    Optional<Settlement> known =
        Settlement.find(store, candidates, problem.experiment().retraining());
    if (known.isEmpty() || !files.complete()) {
      return Optional.empty();
    }
    Trial winner = study.judged().get(Math.toIntExact(known.get().winner()));
    return Optional.of(
        new FinalResult(
            winner,
            candidates,
            known.get().rule(),
            problem.space().expand(winner.architecture()),
            problem.drawing(winner.architecture()),
            known.get().comparison(),
            store.notes(OPENED).size(),
            0.0));
  }

  private void keep(FinalResult result) {
    Settlement.of(result, problem.experiment().retraining()).write(store);
  }

  private boolean isCompared(FinalResult outcome) {
    return outcome.comparison().size() > 1;
  }

  /** The best trial that can be trained at length. */
  private FinalResult retrained(StudyResult study, ImmutableList<Trial> candidates, Choice choice)
      throws IOException, InterruptedException {
    Stopwatch watch = Stopwatch.createStarted();
    Choice first = candidates.size() == 1 ? choice : choose(candidates);
    String rule = rule(first, candidates.size());
    List<Trial> order =
        Stream.concat(Stream.of(first.winner()), study.ranking().stream())
            .distinct()
            .limit(MOST_CANDIDATES)
            .toList();
    List<String> reasons = new ArrayList<>();
    for (Trial candidate : order) {
      try (FinalTrainings.Result result = train(candidate)) {
        if (result.scored()) {
          FinalResult outcome =
              outcome(candidate, candidates, result, reasons.isEmpty() ? rule : NEXT_BEST, watch);
          warn(result);
          files.write(outcome, result);
          keep(outcome);
          return outcome;
        }
        reasons.add("trial %s: %s".formatted(candidate.number(), result.failures().get(0)));
        listener.warned(
            "the final training of trial %s diverged with every seed (%s); the next best is trained"
                .formatted(candidate.number(), result.failures().get(0)));
      }
    }
    throw new EvaluationException(
        "the final training failed (%s); other lengths can be tried on this study by --set retrain.epochs=N, a lower evaluator.training.learningRate in a new one; nas export --best has the best trial"
            .formatted(String.join("; ", reasons)));
  }

  /** Opens the test split, which the study remembers. */
  private FinalTrainings.Result train(Trial trial) throws InterruptedException {
    store.noted(
        OPENED,
        "trial %s, %s seeds, %s epochs"
            .formatted(trial.number(), seeds().size(), problem.experiment().retraining().epochs()));
    return trainings
        .run(
            entrants(trial),
            problem.dataset().trainAndValidation(),
            problem.dataset().test().open(),
            Split.TEST,
            seeds())
        .get(0);
  }

  private ImmutableMap<String, FinalTrainings.Entrant> entrants(Trial trial) {
    return ImmutableMap.of(WINNER, entrant(trial));
  }

  private FinalTrainings.Entrant entrant(Trial trial) {
    return new FinalTrainings.Entrant(
        problem.space().expand(trial.architecture()),
        problem.finalTraining(problem.experiment().recipes().recipe(trial.architecture())));
  }

  private FinalResult outcome(
      Trial trial,
      ImmutableList<Trial> candidates,
      FinalTrainings.Result result,
      String rule,
      Stopwatch watch) {
    Network network = problem.space().expand(trial.architecture());
    return new FinalResult(
        trial,
        candidates,
        rule,
        network,
        problem.drawing(trial.architecture()),
        ImmutableList.of(References.row(problem, result, entrants(trial))),
        store.notes(OPENED).size(),
        watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0);
  }

  private void warn(FinalTrainings.Result result) {
    if (!result.failures().isEmpty()) {
      listener.warned(
          "the final training of the %s diverged with %s of %s seeds (%s); its scores are those of the others"
              .formatted(
                  result.network(),
                  result.failures().size(),
                  seeds().size(),
                  result.failures().get(0)));
    }
  }

  /** The same, beside the reference networks. */
  private FinalResult compared(FinalResult own) throws IOException, InterruptedException {
    Stopwatch watch = Stopwatch.createStarted();
    ImmutableList<ComparisonRow> rows;
    try {
      rows =
          references.compare(
              problem.experiment().recipes().recipe(own.winner().architecture()), seeds());
    } catch (RuntimeException failure) {
      listener.warned(
          "the winner could not be compared with reference networks: " + failure.getMessage());
      return own;
    }
    for (ComparisonRow row : rows) {
      if (row.diverged() > 0) {
        listener.warned(
            "%s diverged with %s of %s seeds, at the best learning rate that was found for it (%s)"
                .formatted(row.network(), row.diverged(), seeds().size(), row.learningRate()));
      }
    }
    FinalResult compared =
        own.with(
            ImmutableList.<ComparisonRow>builder().add(own.own()).addAll(rows).build(),
            own.seconds() + watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0);
    files.write(compared.comparison());
    keep(compared);
    return compared;
  }

  /** The winner of the search, or the top k that longer trainings are to choose from. */
  private ImmutableList<Trial> candidates(StudyResult study, Choice choice) {
    int topK = problem.experiment().retraining().topK();
    return topK == 1
        ? ImmutableList.of(choice.winner())
        : study.ranking().stream().limit(topK).collect(ImmutableList.toImmutableList());
  }

  /**
   * Chooses among candidates by the same rule as the search, with the mean scores of trainings at
   * length in place of the search's own, and the spread over their seeds in the standard error.
   */
  private Choice choose(ImmutableList<Trial> candidates) throws InterruptedException {
    Map<String, FinalTrainings.Entrant> entrants = new LinkedHashMap<>();
    candidates.forEach(trial -> entrants.put("candidate " + trial.number(), entrant(trial)));
    List<FinalTrainings.Result> results =
        trainings.run(
            entrants,
            problem.dataset().searchData().train(),
            problem.dataset().searchData().validation(),
            Split.VALIDATION,
            seeds());
    String first = problem.objectives().get(0).metric();
    List<Trial> longer = new ArrayList<>();
    Map<Long, Double> errors = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      try (FinalTrainings.Result result = results.get(i)) {
        if (result.scored()) {
          Trial trial = candidates.get(i);
          longer.add(
              trial.with(
                  new Outcome.Scored(
                      means(trial, result),
                      Fidelity.epochs(problem.experiment().retraining().epochs()),
                      trial.trainSeconds(),
                      Optional.empty())));
          errors.put(
              trial.number(),
              CostMetric.isCost(first) ? 0.0 : result.summary(first).standardError());
        }
      }
    }
    return Winner.of(
            longer,
            problem.objectives(),
            problem.experiment().constraints(),
            best ->
                StandardError.of(
                    best.metrics().getOrDefault(StandardError.id(first), 0.0),
                    errors.getOrDefault(best.number(), 0.0)))
        .orElseGet(
            () -> {
              listener.warned(
                  longer.isEmpty()
                      ? "every candidate diverged when it was trained at length; the best of the search is tried"
                      : "no candidate kept to the constraints when it was trained at length; the best of the search is taken");
              Trial best = candidates.get(0);
              return new Choice(best, best, StandardError.UNKNOWN);
            });
  }

  /** A trial's metrics, those that the seeds measured in place of the search's. */
  private static ImmutableMap<String, Double> means(Trial trial, FinalTrainings.Result result) {
    ImmutableMap.Builder<String, Double> means = ImmutableMap.builder();
    means.putAll(trial.metrics());
    for (String metric : trial.metrics().keySet()) {
      if (result.metrics().values().stream().allMatch(run -> run.containsKey(metric))) {
        means.put(metric, result.summary(metric).mean());
      }
    }
    return means.buildKeepingLast();
  }

  /** How the winner was chosen, in words. */
  private String rule(Choice choice, int candidates) {
    String among =
        candidates == 1 ? "" : " of %s that were trained at length".formatted(candidates);
    List<Objective> objectives = problem.objectives();
    if (choice.error().value() == 0.0) {
      return "the best in %s%s".formatted(objectives.get(0).metric(), among);
    }
    String second = objectives.get(1).metric();
    return String.format(
        Locale.ROOT,
        "%s%s within one standard error (%.4f, %s) of the best",
        CostMetric.isCost(second) ? "the cheapest" : "the best in " + second,
        among,
        choice.error().value(),
        choice.error().sources());
  }

  private ImmutableList<Long> seeds() {
    return FinalTrainings.seeds(
        problem.experiment().seed(), problem.experiment().retraining().seeds());
  }
}
