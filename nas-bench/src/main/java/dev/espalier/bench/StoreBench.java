package dev.espalier.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.space.SearchSpace;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.study.Study;
import dev.espalier.study.StudyResult;
import dev.espalier.study.StudySettings;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What keeping a study costs: durable commits a second, loading a large one and ranking its front,
 * and going through one again beside asking for its trials the first time.
 */
public final class StoreBench {
  private static final int DURABLE = 1_000;
  private static final int LARGE = 100_000;
  private static final int TIMES = 5;
  private static final int REPLAYED = 5_000;
  private static final List<Objective> OBJECTIVES =
      List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs"));
  private static final SearchSpace SPACE = StrategyBench.space();

  private StoreBench() {}

  /** Arguments: a folder on a disk, and one in memory, where a large study is made sooner. */
  public static void main(String[] args) {
    System.out.println("what,trials,value,unit");
    durable(Path.of(args[0]).resolve("durable.db"));
    large(Path.of(args[1]).resolve("large.db"));
    for (String strategy : List.of("random", "regularized_evolution", "nsga2", "reinforce")) {
      replay(strategy);
    }
  }

  private static void print(String what, int trials, double value, String unit) {
    System.out.printf(Locale.ROOT, "%s,%d,%.3f,%s%n", what, trials, value, unit);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void durable(Path file) {
    try (StudyStore store = SqliteStudyStore.open(file)) {
      long begin = System.nanoTime();
      fill(store, DURABLE);
      print("durable commits, three a trial", DURABLE, 3 * DURABLE / seconds(begin), "a second");
    }
  }

  private static void large(Path file) {
    try (StudyStore store = SqliteStudyStore.open(file)) {
      long begin = System.nanoTime();
      fill(store, LARGE);
      print("commits in memory, three a trial", LARGE, 3 * LARGE / seconds(begin), "a second");
    }
    try (StudyStore store = SqliteStudyStore.read(file)) {
      List<Double> loads = new ArrayList<>();
      List<Double> ranks = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        long begin = System.nanoTime();
        ImmutableList<Trial> trials = store.trials();
        loads.add(seconds(begin));
        begin = System.nanoTime();
        StudyResult.of(settings(LARGE), trials, EndReason.BUDGET).front();
        ranks.add(seconds(begin));
      }
      print("load the rows", loads);
      print("rank the front", ranks);
    }
  }

  /** The first, as in a process that has just begun, and the median of all. */
  private static void print(String what, List<Double> seconds) {
    print(what + ": first time", LARGE, seconds.get(0), "seconds");
    double median = seconds.stream().sorted().skip(TIMES / 2).findFirst().orElseThrow();
    print(what + ": median of %s".formatted(TIMES), LARGE, median, "seconds");
  }

  private static StudySettings settings(int trials) {
    return StudySettings.builder("bench").seed(1).objectives(OBJECTIVES).trials(trials).build();
  }

  private static void fill(StudyStore store, int trials) {
    store.create(new StudyRecord("bench", 1, "", "", Budget.trials(trials), Optional.empty()));
    RandomGenerator random = Seeds.generator(1);
    for (int number = 0; number < trials; number++) {
      Ask ask =
          new Ask(
              number,
              number,
              number,
              Proposal.of(SPACE.sample(random), Fidelity.epochs(1)),
              SPACE.sample(random),
              "%064x".formatted(number),
              "%064x".formatted(7),
              ImmutableMap.of("macs", 1e6 * random.nextDouble(), "params", 1e5, "flops", 2e6));
      store.asked(ask);
      store.finished(
          number,
          new Outcome.Scored(
              ImmutableMap.of("val_accuracy", random.nextDouble(), "val_loss", 1.0),
              ask.fidelity(),
              1.0,
              Optional.empty()),
          Optional.empty());
      store.told(number);
    }
  }

  /** Evaluates at once, so that what is left is asking, telling and keeping. */
  private static void replay(String strategy) {
    run(strategy, new InMemoryStudyStore()); // for the compiler of the virtual machine
    StudyStore store = new InMemoryStudyStore();
    print(strategy + ": first run", REPLAYED, run(strategy, store), "seconds");
    print(strategy + ": replay", REPLAYED, run(strategy, store), "seconds");
  }

  private static double run(String strategy, StudyStore store) {
    StudySettings settings = settings(REPLAYED);
    Study study =
        Study.builder(
                settings,
                SPACE,
                Strategies.create(
                    strategy,
                    SearchProblem.of(
                        SPACE, OBJECTIVES, Fidelity.epochs(1), Budget.trials(REPLAYED)),
                    Map.of()),
                new AtOnce())
            .store(store)
            .build();
    long begin = System.nanoTime();
    study.run();
    return seconds(begin);
  }

  /** Scores by the architecture alone. */
  private static final class AtOnce implements Evaluator {
    @Override
    public String id() {
      return "at_once";
    }

    @Override
    public String dataFingerprint() {
      return "";
    }

    @Override
    public ImmutableSet<DeclaredMetric> metrics() {
      return ImmutableSet.of(
          DeclaredMetric.maximized("val_accuracy"), DeclaredMetric.minimized("macs"));
    }

    @Override
    public EvaluationSession open(EvaluationProblem problem) {
      return (candidate, context) ->
          Evaluation.of(context.fidelity(), StrategyBench.score(candidate.architecture()));
    }
  }
}
