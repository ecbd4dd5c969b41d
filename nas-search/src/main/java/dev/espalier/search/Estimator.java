package dev.espalier.search;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.network.Network;
import dev.espalier.objective.CostMetric;
import dev.espalier.random.Seeds;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;

/**
 * Tells what a search will take by short trainings of a few networks, each beside as many others as
 * there are workers: as they share processors, memory and caches.
 */
final class Estimator {
  private static final int DRAWN = 400;

  /** Of networks by their costs. */
  private static final ImmutableList<Double> QUANTILES = ImmutableList.of(0.25, 0.5, 0.75);

  /** So long the virtual machine is warmed up before anything counts. */
  private static final Duration WARM_UP = Duration.ofSeconds(6);

  /** Epochs of a probe: the first compiles, the others tell what an epoch takes. */
  private static final int EPOCHS = 3;

  /** Learning rates that are tried for a reference network, mostly. */
  private static final int RATES = 4;

  /** Bytes of the store a trial and a report, and of the other files. */
  private static final long TRIAL_BYTES = 1_500;

  private static final long REPORT_BYTES = 120;
  private static final long FILE_BYTES = 400_000;

  private final Plan plan;
  private final Problem problem;
  private final Experiment experiment;
  private final int workers;

  Estimator(Plan plan) {
    this.plan = plan;
    this.problem = plan.problem();
    this.experiment = problem.experiment();
    this.workers = Math.min(experiment.execution().workers(), experiment.lookAhead());
  }

  /**
   * Measures.
   *
   * @throws IllegalArgumentException if trials do not stand for themselves
   * @throws EvaluationException if none of the networks can be trained
   */
  Estimate estimate() throws InterruptedException {
    if (!plan.evaluator().independent()) {
      throw new IllegalArgumentException(
          "evaluator %s shares weights between trials, so that a few of them do not tell what a search takes; must be one that trains each by itself"
              .formatted(experiment.evaluator().type()));
    }
    long seed = Seeds.derive(experiment.seed(), "estimate", 0);
    SpaceSurvey drawn = SpaceSurvey.of(problem.space(), experiment.constraints(), DRAWN, seed);
    List<SpaceSurvey.Sample> within =
        SpaceSurvey.within(problem.space(), experiment.constraints(), DRAWN / 4, seed)
            .samples()
            .stream()
            .sorted(Comparator.comparingLong(Estimator::macs))
            .toList();
    List<Timing.Measured> measured = probe(within);
    Timing timing = Timing.of(measured);
    double epochs = experiment.fidelity().epochs();
    double trial =
        within.stream()
            .mapToDouble(each -> timing.seconds((double) macs(each), epochs))
            .average()
            .orElseThrow();
    int trials = trials(experiment.budget());
    double limit = experiment.budget().minutes().orElse(Double.POSITIVE_INFINITY) * 60;
    double typical = within.stream().mapToLong(Estimator::macs).average().orElseThrow();
    return new Estimate(
        problem.space().exactSize(),
        DRAWN,
        drawn.feasible(),
        workers,
        measured.stream()
            .map(each -> new Estimate.Probe(each.macs(), each.fixed() + epochs * each.epoch()))
            .collect(ImmutableList.toImmutableList()),
        trial,
        trials,
        Math.min(limit, trial * trials / workers),
        finalTrainings(),
        finalSeconds(timing, typical),
        Pointer.physicalBytes(),
        disk(within, trials));
  }

  private static long macs(SpaceSurvey.Sample sample) {
    return sample.cost(CostMetric.MACS);
  }

  private static int trials(Budget budget) {
    double trainings = budget.trainings().orElse(Double.POSITIVE_INFINITY);
    return (int) Math.min(budget.trials().orElse(Integer.MAX_VALUE), Math.ceil(trainings));
  }

  private List<Timing.Measured> probe(List<SpaceSurvey.Sample> byCost) throws InterruptedException {
    EvaluationProblem evaluated =
        new EvaluationProblem(
            problem.space(),
            problem.objectives(),
            Ladder.to(experiment.fidelity()),
            experiment.seed());
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    List<Timing.Measured> measured = new ArrayList<>();
    Optional<EvaluationException> failure = Optional.empty();
    try (EvaluationSession session = plan.evaluator().open(evaluated)) {
      Stopwatch warming = Stopwatch.createStarted();
      for (int i = 0; warming.elapsed().compareTo(WARM_UP) < 0; i++) {
        try {
          probe(session, byCost.get(i % byCost.size()), pool);
        } catch (EvaluationException failed) {
          failure = Optional.of(failed);
        }
      }
      for (double quantile : QUANTILES) {
        SpaceSurvey.Sample sample = byCost.get((int) (quantile * byCost.size()));
        try {
          measured.add(probe(session, sample, pool));
        } catch (EvaluationException failed) {
          failure = Optional.of(failed);
        }
      }
    } finally {
      pool.shutdownNow();
    }
    if (measured.isEmpty()) {
      throw failure.orElseThrow();
    }
    return measured;
  }

  /** The same network by all workers; means of them. */
  private Timing.Measured probe(
      EvaluationSession session, SpaceSurvey.Sample sample, ExecutorService pool)
      throws InterruptedException {
    Architecture architecture = sample.architecture();
    Candidate candidate =
        new Candidate(
            architecture,
            problem.space().expand(architecture),
            experiment.recipes().recipe(architecture));
    List<Callable<Timing.Measured>> runs = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      long seed = i;
      runs.add(
          () -> {
            Probe probe = new Probe(experiment.fidelity(), seed);
            session.evaluate(candidate, probe);
            return probe.measured(macs(sample));
          });
    }
    List<Timing.Measured> measured = new ArrayList<>();
    for (Future<Timing.Measured> run : pool.invokeAll(runs)) {
      try {
        measured.add(run.get());
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof EvaluationException known) {
          throw known;
        }
        throw new IllegalStateException("a probe failed", failed.getCause());
      }
    }
    return new Timing.Measured(
        macs(sample),
        measured.stream().mapToDouble(Timing.Measured::fixed).average().orElseThrow(),
        measured.stream().mapToDouble(Timing.Measured::epoch).average().orElseThrow());
  }

  /** Candidates of the top k, the winner, and the networks that it is compared with. */
  private int finalTrainings() {
    Retraining retraining = experiment.retraining();
    int candidates = retraining.topK() == 1 ? 0 : retraining.topK();
    return (candidates + 1 + References.networks(problem).size()) * retraining.seeds();
  }

  private double finalSeconds(Timing timing, double typical) {
    Retraining retraining = experiment.retraining();
    double share = experiment.fidelity().trainFraction();
    double whole = retraining.epochs() / share;
    double development =
        whole
            * problem.dataset().trainAndValidation().size()
            / problem.dataset().searchData().train().size();
    double seconds = timing.seconds(typical, development) * retraining.seeds();
    if (retraining.topK() > 1) {
      seconds += timing.seconds(typical, whole) * retraining.seeds() * retraining.topK();
    }
    for (Network reference : References.networks(problem).values()) {
      double macs = reference.cost().macs();
      seconds += timing.seconds(macs, development) * retraining.seeds();
      seconds += timing.seconds(macs, experiment.fidelity().epochs()) * RATES;
    }
    return seconds / experiment.execution().workers();
  }

  private long disk(List<SpaceSurvey.Sample> samples, int trials) {
    double params =
        samples.stream().mapToLong(each -> each.cost(CostMetric.PARAMS)).average().orElseThrow();
    return FILE_BYTES
        + (long) (params * Float.BYTES)
        + trials * (TRIAL_BYTES + REPORT_BYTES * experiment.fidelity().epochs());
  }

  /** A short trial, and when its epochs ended. For one thread. */
  private static final class Probe implements TrialContext {
    private final Fidelity fidelity;
    private final long seed;
    private final Stopwatch watch = Stopwatch.createStarted();
    private final List<Double> ends = new ArrayList<>();

    Probe(Fidelity fidelity, long seed) {
      this.fidelity = fidelity.after(Math.min(EPOCHS, fidelity.epochs()));
      this.seed = seed;
    }

    Timing.Measured measured(long macs) {
      double whole = seconds();
      double epoch =
          ends.size() < 2
              ? whole / fidelity.epochs()
              : (ends.get(ends.size() - 1) - ends.get(0)) / (ends.size() - 1);
      return new Timing.Measured(macs, Math.max(0.0, whole - fidelity.epochs() * epoch), epoch);
    }

    private double seconds() {
      return watch.elapsed(TimeUnit.MICROSECONDS) / 1e6;
    }

    @Override
    public long seed() {
      return seed;
    }

    @Override
    public Fidelity fidelity() {
      return fidelity;
    }

    @Override
    public Optional<Paused> paused() {
      return Optional.empty();
    }

    @Override
    public long version() {
      return 0;
    }

    @Override
    public ImmutableList<Long> parents() {
      return ImmutableList.of();
    }

    @Override
    public Verdict report(int step, ImmutableMap<String, Double> metrics) {
      ends.add(seconds());
      return Verdict.CONTINUE;
    }
  }
}
