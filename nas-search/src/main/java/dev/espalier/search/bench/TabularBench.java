package dev.espalier.search.bench;

import com.google.common.collect.ImmutableList;
import dev.espalier.eval.tabular.ResultTable;
import dev.espalier.eval.tabular.TableRow;
import dev.espalier.eval.tabular.TabularEvaluator;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.objective.Objective;
import dev.espalier.objective.ParetoFront;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.Registry;
import dev.espalier.space.Architecture;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.study.StudySettings;
import dev.espalier.study.TrialLedger;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs strategies on a table of results, through the same ledger that studies run by. An evaluation
 * is one that must be paid for: an architecture that was looked up before is free. The incumbent is
 * the best by the signal of the table; what is noted of it is what the table reports. Immutable,
 * thread-safe.
 */
public final class TabularBench {
  private static final Fidelity WHOLE = Fidelity.epochs(1);

  private final ResultTable table;
  private final TabularEvaluator evaluator;
  private final ImmutableList<Objective> objectives;
  private final int lookAhead;
  private final Registry<StrategyFactory> strategies;

  private TabularBench(
      ResultTable table,
      ImmutableList<Objective> objectives,
      int lookAhead,
      Registry<StrategyFactory> strategies) {
    this.table = table;
    this.evaluator = new TabularEvaluator(table);
    this.objectives = objectives;
    this.lookAhead = lookAhead;
    this.strategies = strategies;
  }

  /** With the signal as the only objective, one trial open at a time. */
  public TabularBench(ResultTable table) {
    this(table, ImmutableList.of(table.signal()), 1, Strategies.registry());
  }

  /**
   * With costs as further objectives.
   *
   * @throws IllegalArgumentException if the table does not hold one
   */
  public TabularBench minimizing(List<String> costs) {
    for (String cost : costs) {
      if (!table.costs().contains(cost)) {
        throw new IllegalArgumentException(
            "table %s holds no cost '%s'; must be one of %s"
                .formatted(table.name(), cost, table.costs()));
      }
    }
    ImmutableList.Builder<Objective> all = ImmutableList.builder();
    all.add(table.signal());
    costs.forEach(cost -> all.add(Objective.minimize(cost)));
    return new TabularBench(table, all.build(), lookAhead, strategies);
  }

  /** With so many trials open at a time, at least 1. */
  public TabularBench lookingAhead(int trials) {
    return new TabularBench(table, objectives, trials, strategies);
  }

  /** The table. */
  public ResultTable table() {
    return table;
  }

  /**
   * Runs a strategy by seeds 0, 1, ..., on all processors.
   *
   * @param evaluations of each seed, at least 1; fewer where the table has no more
   * @throws IllegalArgumentException if the strategy does not fit the table
   */
  public TabularRun run(Part strategy, int evaluations, int seeds) {
    ImmutableList<TabularRun.Seed> runs =
        IntStream.range(0, seeds)
            .parallel()
            .mapToObj(seed -> run(strategy, evaluations, (long) seed))
            .collect(ImmutableList.toImmutableList());
    return new TabularRun(strategy, table.name(), runs);
  }

  /**
   * Checks a strategy without running it.
   *
   * @throws IllegalArgumentException if it does not fit the table
   */
  public void check(Part strategy) {
    create(strategy, 1);
  }

  private SearchStrategy create(Part part, int evaluations) {
    SearchProblem problem =
        SearchProblem.of(table.space(), objectives, WHOLE, Budget.trials(evaluations));
    return StrategyFactory.create(part, problem, strategies);
  }

  private TabularRun.Seed run(Part part, int evaluations, long seed) {
    SearchStrategy strategy = create(part, evaluations);
    TrialLedger ledger = TrialLedger.of(settings(evaluations, seed), table.space());
    Incumbent incumbent = new Incumbent();
    TrialLedger.Step step = ledger.next();
    while (!(step instanceof TrialLedger.End)) {
      if (step instanceof TrialLedger.AskFor next) {
        ledger
            .answer(strategy.ask(next.turn()))
            .flatMap(TrialLedger.Entry::candidate)
            .ifPresent(candidate -> ledger.finish(next.turn().number(), look(candidate)));
      } else {
        Trial told = ledger.tell();
        strategy.tell(told);
        incumbent.tell(told);
      }
      step = ledger.next();
    }
    return incumbent.seed();
  }

  private StudySettings settings(int evaluations, long seed) {
    return StudySettings.builder(table.name())
        .seed(seed)
        .lookAhead(lookAhead)
        .objectives(objectives)
        .duplicates(DuplicatePolicy.REUSE)
        .fidelity(WHOLE)
        .trials(evaluations)
        .build();
  }

  private Outcome look(Candidate candidate) {
    Evaluation found = evaluator.look(candidate, WHOLE);
    return new Outcome.Scored(found.metrics(), WHOLE, found.seconds(), Optional.empty());
  }

  /** Follows one seed. */
  private final class Incumbent {
    private final List<Double> reports = new ArrayList<>();
    private final List<Trial> paid = new ArrayList<>();
    private double best = Double.NEGATIVE_INFINITY;
    private double report = Double.NaN;

    void tell(Trial trial) {
      if (trial.duplicateOf().isPresent()) {
        return;
      }
      TableRow row = table.row(trial.architecture()).orElseThrow();
      double score = table.signal().direction().orient(row.signal());
      if (score > best) {
        best = score;
        report = row.report();
      }
      reports.add(report);
      paid.add(trial);
    }

    TabularRun.Seed seed() {
      return new TabularRun.Seed(
          ImmutableList.copyOf(reports),
          paid.stream().map(Trial::architecture).collect(ImmutableList.toImmutableList()),
          paid.stream().mapToDouble(Trial::trainSeconds).sum());
    }
  }

  /**
   * Mean share of the area that all of the table dominates that the first evaluations of the seeds
   * do, by the reported column and a cost.
   *
   * @param worstReport of the reference point: the worst report of interest
   * @param mostCost the same of the cost
   */
  public double hypervolume(
      TabularRun run, int evaluations, String cost, double worstReport, double mostCost) {
    double whole = area(table.rows().keySet().stream(), cost, worstReport, mostCost);
    return run.seeds().stream()
            .mapToDouble(
                seed ->
                    area(seed.evaluated().stream().limit(evaluations), cost, worstReport, mostCost))
            .average()
            .orElseThrow()
        / whole;
  }

  private double area(
      Stream<Architecture> architectures, String cost, double worstReport, double mostCost) {
    Objective report = table.report();
    ImmutableList<Trial> trials =
        architectures
            .map(
                architecture -> {
                  TableRow row = table.row(architecture).orElseThrow();
                  return Trial.scored(
                      0,
                      Proposal.of(architecture, WHOLE),
                      Map.of(
                          report.metric(),
                          row.report(),
                          cost,
                          Objects.requireNonNull(row.costs().get(cost))));
                })
            .collect(ImmutableList.toImmutableList());
    return ParetoFront.of(trials, List.of(report, Objective.minimize(cost)), List.of())
        .hypervolume(worstReport, mostCost);
  }
}
