package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.espalier.datasets.SearchData;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.LearningRateSweep;
import dev.espalier.eval.train.ReferenceNetworks;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.network.SequenceToImage;
import dev.espalier.objective.Metric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Fidelity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The networks that a winner is compared with. Each is trained by the winner's recipe, but with the
 * learning rate that suits it best: a recipe that was chosen for the winner may well not suit them.
 * That rate is found by trainings as short as those of the trials, on training and validation data.
 */
final class References {
  private static final int MOST_ATTEMPTS = 3;

  private final Problem problem;
  private final FinalTrainings trainings;
  private final StopSignal stop;

  References(Problem problem, FinalTrainings trainings, StopSignal stop) {
    this.problem = problem;
    this.trainings = trainings;
    this.stop = stop;
  }

  /** By name. */
  static ImmutableMap<String, Network> networks(Problem problem) {
    int outputs = problem.dataset().searchData().outputs();
    if (problem.task() == Task.LANGUAGE_MODEL) {
      return ReferenceNetworks.ofLanguageModel(problem.input(), outputs);
    }
    return takesSeriesAsImages(problem)
        ? ReferenceNetworks.ofSeriesAsImages(problem.input(), outputs)
        : ReferenceNetworks.of(problem.input(), outputs);
  }

  /** Whether the networks of the space do; any of them tells, as their stem is one. */
  private static boolean takesSeriesAsImages(Problem problem) {
    Architecture any = problem.networks().sample(Seeds.generator(0, "references", 0));
    return problem.networks().expand(any).nodes().stream()
        .anyMatch(node -> node.layer() instanceof SequenceToImage);
  }

  /**
   * Trains them at length and scores them on the test split; a row each. A rate that suits a short
   * training may be too much for a long one: what diverges is trained again at a third of it, and
   * is a row "diverged" if that does not help either.
   */
  ImmutableList<ComparisonRow> compare(Recipe recipe, List<Long> seeds)
      throws InterruptedException {
    ImmutableMap<String, Network> networks = networks(problem);
    Map<String, Double> rates = rates(networks, recipe);
    Map<String, ComparisonRow> rows = new LinkedHashMap<>();
    Map<String, Network> open = networks;
    for (int attempt = 0; attempt < MOST_ATTEMPTS && !open.isEmpty(); attempt++) {
      compare(open, recipe, rates, seeds).forEach(row -> rows.put(row.network(), row));
      open = Maps.filterKeys(networks, name -> diverged(rows, name));
      open.keySet().forEach(name -> rates.computeIfPresent(name, (key, rate) -> rate / 3.0));
    }
    return networks.keySet().stream()
        .flatMap(name -> Stream.ofNullable(rows.get(name)))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean diverged(Map<String, ComparisonRow> rows, String name) {
    ComparisonRow row = rows.get(name);
    return row != null && row.diverged() > 0;
  }

  private ImmutableList<ComparisonRow> compare(
      Map<String, Network> networks, Recipe recipe, Map<String, Double> rates, List<Long> seeds)
      throws InterruptedException {
    Map<String, FinalTrainings.Entrant> entrants = new LinkedHashMap<>();
    networks.forEach(
        (name, network) -> {
          Recipe suited =
              recipe.toBuilder()
                  .learningRate(rates.getOrDefault(name, recipe.learningRate()))
                  .build();
          entrants.put(name, new FinalTrainings.Entrant(network, problem.finalTraining(suited)));
        });
    ImmutableList.Builder<ComparisonRow> rows = ImmutableList.builder();
    for (FinalTrainings.Result each :
        trainings.run(
            entrants,
            problem.dataset().trainAndValidation(),
            problem.dataset().test().open(),
            Split.TEST,
            seeds)) {
      try (FinalTrainings.Result result = each) {
        rows.add(row(problem, result, entrants));
      }
    }
    return rows.build();
  }

  /** What a network came to, as a row. */
  static ComparisonRow row(
      Problem problem, FinalTrainings.Result result, Map<String, FinalTrainings.Entrant> entrants) {
    FinalTrainings.Entrant entrant = entrants.get(result.network());
    if (entrant == null) {
      throw new IllegalStateException("nothing was trained as " + result.network());
    }
    String metric = problem.task().primary().on(Split.TEST);
    return new ComparisonRow(
        result.network(),
        metric,
        result.scored() ? result.summary(metric).values() : ImmutableList.of(),
        result.failures().size(),
        entrant.training().recipe().learningRate(),
        entrant.network().cost());
  }

  /** The learning rate that suits each best. */
  private Map<String, Double> rates(Map<String, Network> networks, Recipe recipe)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(problem.experiment().execution().workers());
    List<Future<LearningRateSweep.Chosen>> sweeps = new ArrayList<>();
    try {
      networks
          .values()
          .forEach(
              network ->
                  sweeps.add(
                      pool.submit(
                          () ->
                              LearningRateSweep.around(
                                  recipe.learningRate(),
                                  rate ->
                                      score(
                                          network,
                                          recipe.toBuilder().learningRate(rate).build())))));
      return stop.during(
          () -> collect(networks.keySet(), sweeps),
          () -> sweeps.forEach(sweep -> sweep.cancel(true)));
    } finally {
      pool.shutdownNow();
    }
  }

  private static Map<String, Double> collect(
      Collection<String> names, List<Future<LearningRateSweep.Chosen>> sweeps)
      throws InterruptedException {
    Map<String, Double> rates = new LinkedHashMap<>();
    int next = 0;
    for (String name : names) {
      try {
        rates.put(name, sweeps.get(next++).get().learningRate());
      } catch (ExecutionException failure) {
        throw new EvaluationException(name + ": " + failure.getCause(), failure);
      } catch (CancellationException stopped) {
        throw new InterruptedException("the search was stopped");
      }
    }
    return rates;
  }

  /** After a training as short as a trial's; negative infinity where it diverged. */
  private double score(Network network, Recipe recipe) throws InterruptedException {
    Metric primary = problem.task().primary();
    Objective objective = primary.objective(Split.VALIDATION);
    Fidelity fidelity = problem.experiment().fidelity();
    SearchData data =
        problem.dataset().searchData().share(fidelity.trainFraction(), problem.experiment().seed());
    try {
      FinalTraining.Run run =
          new FinalTraining(
                  recipe,
                  fidelity.epochs(),
                  problem.task(),
                  problem.dataset().preprocessing().targets(),
                  problem.experiment().engine())
              .run(
                  network,
                  data.train(),
                  data.validation(),
                  Split.VALIDATION,
                  Seeds.derive(problem.experiment().seed(), "sweep", 0));
      run.model().close();
      Double score = run.metrics().get(objective.metric());
      return score == null ? Double.NEGATIVE_INFINITY : objective.direction().orient(score);
    } catch (EvaluationException diverged) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}
