package dev.espalier.search;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Streams;
import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.ReferenceNetworks;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.network.Network;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.objective.Winner;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * After the search: chooses the winner by validation scores, trains it and the reference networks
 * on train plus validation by the recipe that the winner's decisions chose, and opens the test
 * split, once.
 */
final class FinalStage {
  private static final String WINNER = "winner";

  private final Prepared prepared;
  private final StudyFolder folder;
  private final SearchListener listener;

  FinalStage(Prepared prepared, StudyFolder folder, SearchListener listener) {
    this.prepared = prepared;
    this.folder = folder;
    this.listener = listener;
  }

  /** The retrained winner, its files written; empty if no trial was completed. */
  Optional<Outcome> run(StudyResult study) throws IOException, InterruptedException {
    double tolerance = tolerance(study);
    Optional<Trial> best = study.winner(tolerance);
    if (best.isEmpty()) {
      return Optional.empty();
    }
    Stopwatch watch = Stopwatch.createStarted();
    Trial winner = prepared.experiment().retraining().topK() == 1 ? best.get() : choose(study);
    Network network = prepared.space().expand(winner.architecture());
    Map<String, Network> networks = new LinkedHashMap<>();
    networks.put(WINNER, network);
    networks.putAll(references());

    FinalTraining training = training(winner);
    Examples train = prepared.dataset().trainAndValidation();
    Examples test = prepared.dataset().test().open();
    ImmutableList<FinalTrainings.Result> results =
        trainings()
            .run(
                ImmutableMap.copyOf(
                    Maps.transformValues(
                        networks, each -> new FinalTrainings.Entrant(each, training))),
                train,
                test,
                Split.TEST,
                seeds());
    try {
      Outcome outcome =
          new Outcome(
              winner,
              tolerance,
              network,
              prepared.drawing(winner.architecture()),
              comparison(networks, results),
              watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0);
      new ResultFiles(prepared, folder).write(outcome, results.get(0), seeds());
      return Optional.of(outcome);
    } finally {
      results.forEach(FinalTrainings.Result::close);
    }
  }

  private Map<String, Network> references() {
    int outputs = prepared.dataset().searchData().outputs();
    return prepared.task() == Task.LANGUAGE_MODEL
        ? ReferenceNetworks.ofLanguageModel(prepared.input(), outputs)
        : ReferenceNetworks.of(prepared.input(), outputs);
  }

  /** The outcome that the folder holds already, if it is that of this study's winner. */
  Optional<Outcome> find(StudyResult study) throws IOException {
    double tolerance = tolerance(study);
    Optional<Trial> winner = study.winner(tolerance);
    Retraining retraining = prepared.experiment().retraining();
    if (winner.isEmpty()
        || retraining.topK() > 1
        || !Files.exists(folder.architecture())
        || !Files.exists(folder.model())
        || !Files.exists(folder.comparison())) {
      return Optional.empty();
    }
    ArchitectureFile file = ArchitectureFile.read(folder.architecture());
    ImmutableList<ComparisonRow> comparison = ComparisonCsv.read(folder.comparison());
    boolean same =
        file.search().filter(s -> s.trial() == winner.get().number()).isPresent()
            && file.training().filter(t -> t.epochs() == retraining.epochs()).isPresent()
            && comparison.get(0).score().n() == retraining.seeds();
    return same
        ? Optional.of(
            new Outcome(
                winner.get(),
                tolerance,
                file.network(),
                prepared.drawing(winner.get().architecture()),
                comparison,
                0.0))
        : Optional.empty();
  }

  /** One standard error of the best score, where it is a share of the validation examples. */
  private double tolerance(StudyResult study) {
    Objective first = prepared.objectives().get(0);
    ImmutableList<Trial> ranking = study.ranking();
    if (ranking.isEmpty() || !first.metric().equals("val_accuracy")) {
      return 0.0;
    }
    return Winner.standardError(
        ranking.get(0).metric(first.metric()), prepared.dataset().searchData().validation().size());
  }

  /** Of the top k, the one whose mean validation score over all seeds is best. */
  private Trial choose(StudyResult study) throws InterruptedException {
    Objective first = prepared.objectives().get(0);
    List<Trial> candidates =
        study.ranking().stream().limit(prepared.experiment().retraining().topK()).toList();
    Map<String, FinalTrainings.Entrant> entrants = new LinkedHashMap<>();
    candidates.forEach(
        trial ->
            entrants.put(
                "candidate " + trial.number(),
                new FinalTrainings.Entrant(
                    prepared.space().expand(trial.architecture()), training(trial))));
    String metric =
        first.metric().startsWith(Split.VALIDATION.prefix() + "_")
            ? first.metric()
            : prepared.task().primary().on(Split.VALIDATION);
    List<FinalTrainings.Result> results =
        trainings()
            .run(
                entrants,
                prepared.dataset().searchData().train(),
                prepared.dataset().searchData().validation(),
                Split.VALIDATION,
                seeds());
    Map<Trial, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      try (FinalTrainings.Result result = results.get(i)) {
        means.put(candidates.get(i), first.direction().orient(result.summary(metric).mean()));
      }
    }
    return means.entrySet().stream()
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  private FinalTrainings trainings() {
    return new FinalTrainings(prepared.experiment().execution().workers(), listener);
  }

  /** At length, by the recipe that the trial's decisions chose. */
  private FinalTraining training(Trial trial) {
    Experiment experiment = prepared.experiment();
    return new FinalTraining(
        experiment.recipes().recipe(trial.architecture()),
        experiment.retraining().epochs(),
        prepared.task(),
        prepared.dataset().preprocessing().targets(),
        experiment.engine());
  }

  private ImmutableList<Long> seeds() {
    return FinalTrainings.seeds(
        prepared.experiment().seed(), prepared.experiment().retraining().seeds());
  }

  private ImmutableList<ComparisonRow> comparison(
      Map<String, Network> networks, List<FinalTrainings.Result> results) {
    String metric = prepared.task().primary().on(Split.TEST);
    return Streams.zip(
            networks.values().stream(),
            results.stream(),
            (network, result) ->
                new ComparisonRow(result.network(), metric, result.summary(metric), network.cost()))
        .collect(ImmutableList.toImmutableList());
  }
}
