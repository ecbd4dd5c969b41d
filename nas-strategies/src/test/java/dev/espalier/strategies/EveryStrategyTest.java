package dev.espalier.strategies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.LedgerRun;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.SearchStrategyContract;
import dev.espalier.study.Study;
import dev.espalier.study.StudySettings;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of all strategies, with their defaults and in their variants. */
class EveryStrategyTest {
  private static final SearchSpace SPACE = ToySpaces.of(6, 4);
  private static final List<Objective> OBJECTIVES =
      List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs"));

  private static List<String> names() {
    return Strategies.names();
  }

  private static SearchStrategy create(String name) {
    return Strategies.create(
        name, ToySpaces.problem(SPACE, OBJECTIVES.toArray(Objective[]::new)), Map.of());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyBeginningOfAStudyIsGoneOnWithAsItWas(String name) {
    List<Trial> trials = LedgerRun.trials(create(name), SPACE, 11, 1, 100, ToySpaces::tradeOff);

    SearchStrategy replayed = create(name);
    for (Trial trial : trials) {
      assertEquals(
          trial.ask().proposal(), replayed.ask(LedgerRun.turn(11, trial.number())).orElseThrow());
      replayed.tell(trial);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void workersDoNotChangeTheTrials(String name) {
    List<Trial> alone = study(name, 1);

    assertEquals(40, alone.size());
    assertEquals(alone, study(name, 2));
    assertEquals(alone, study(name, 8));
  }

  /** One in eight drawn ones keeps to it, and what is more accurate costs more. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "greedy",
        "local_search",
        "simulated_annealing",
        "genetic",
        "regularized_evolution",
        "nsga2",
        "reinforce"
      })
  void whatIsMeasuredKeepsToTheConstraints(String name) {
    Constraint bound = Constraint.atMost("macs", 13.0);
    SearchProblem problem =
        new SearchProblem(
            SPACE,
            ImmutableList.copyOf(OBJECTIVES.subList(0, 1)),
            ImmutableList.of(bound),
            Ladder.to(Fidelity.epochs(1)),
            Budget.trials(400));

    double drawn = within(bound, Strategies.create("random", problem, Map.of()));
    double searched = within(bound, Strategies.create(name, problem, Map.of()));

    assertTrue(drawn < 0.2, () -> drawn + " of the drawn ones");
    assertTrue(searched > 2 * drawn, () -> searched + " where " + drawn + " are drawn");
  }

  /** Share of trials that keep to a constraint. */
  private static double within(Constraint bound, SearchStrategy strategy) {
    return ToySpaces.run(strategy, SPACE, 13, 400, ToySpaces::tradeOff).stream()
        .mapToInt(trial -> bound.allows(trial.metric(bound.metric())) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static List<Trial> study(String name, int workers) {
    StudySettings settings =
        StudySettings.builder("study")
            .seed(12)
            .lookAhead(4)
            .workers(workers)
            .objectives(OBJECTIVES)
            .trials(40)
            .build();
    return Study.builder(settings, SPACE, create(name), new TradeOff()).build().run().trials();
  }

  /** Scores at once. */
  private static final class TradeOff implements Evaluator {
    @Override
    public String id() {
      return "trade-off";
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
          Evaluation.of(context.fidelity(), ToySpaces.tradeOff(candidate.architecture()));
    }
  }

  /** The contract with some parameters. */
  abstract static class Contract extends SearchStrategyContract {
    private final String name;
    private final Map<String, ?> parameters;

    Contract(String name, Map<String, ?> parameters) {
      this.name = name;
      this.parameters = parameters;
    }

    @Override
    protected SearchStrategy create(SearchProblem problem) {
      return Strategies.create(name, problem, parameters);
    }
  }

  @Nested
  class Grid extends Contract {
    Grid() {
      super("grid", Map.of());
    }
  }

  @Nested
  class Greedy extends Contract {
    Greedy() {
      super("greedy", Map.of());
    }
  }

  @Nested
  class FirstImprovement extends Contract {
    FirstImprovement() {
      super("local_search", Map.of("initialSamples", 3));
    }
  }

  @Nested
  class BestImprovement extends Contract {
    BestImprovement() {
      super("local_search", Map.of("improvement", "best", "initialSamples", 3));
    }
  }

  @Nested
  class Annealing extends Contract {
    Annealing() {
      super("simulated_annealing", Map.of());
    }
  }

  @Nested
  class AgingEvolution extends Contract {
    AgingEvolution() {
      super("regularized_evolution", Map.of("populationSize", 10, "sampleSize", 3));
    }
  }

  @Nested
  class AgingEvolutionByKinds extends Contract {
    AgingEvolutionByKinds() {
      super(
          "regularized_evolution",
          Map.of("populationSize", 10, "sampleSize", 3, "mutation", "kind"));
    }
  }

  @Nested
  class AsynchronousGenetic extends Contract {
    AsynchronousGenetic() {
      super(
          "genetic",
          Map.of("asynchronous", true, "selector", "linear_rank", "crossover", "one_point"));
    }
  }

  @Nested
  class Nsga2 extends Contract {
    Nsga2() {
      super("nsga2", Map.of("populationSize", 8));
    }
  }

  @Nested
  class ReinforceFactored extends Contract {
    ReinforceFactored() {
      super("reinforce", Map.of("policy", "factored"));
    }
  }

  @Nested
  class ReinforceLstm extends Contract {
    ReinforceLstm() {
      super("reinforce", Map.of("policy", "lstm", "hidden", 8));
    }
  }

  @Nested
  class ReinforcePpo extends Contract {
    ReinforcePpo() {
      super("reinforce", Map.of("policy", "factored", "batchSize", 5, "clip", 0.2));
    }
  }
}
