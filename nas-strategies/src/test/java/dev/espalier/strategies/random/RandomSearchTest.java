package dev.espalier.strategies.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.objective.Objective;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategies.ToySpaces;
import dev.espalier.strategy.LedgerRun;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.SearchStrategyContract;
import dev.espalier.trial.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomSearchTest extends SearchStrategyContract {

  @Override
  protected SearchStrategy create(SearchProblem problem) {
    return new RandomSearch(problem);
  }

  @Test
  void proposesEachArchitectureOfASmallSpaceOnceAndIsThenExhausted() {
    SearchSpace space =
        DecisionSpace.of(
            "conditional",
            List.of(
                Decision.of("depth", Domain.range(1, 3)),
                Decision.of("op2", "cell", Domain.choice("a", "b"), Condition.atLeast("depth", 2)),
                Decision.of(
                    "op3", "cell", Domain.choice("a", "b"), Condition.atLeast("depth", 3))));

    List<Trial> trials = study(space, 5, 4, 100);

    assertEquals(7, trials.size());
    assertEquals(7, trials.stream().map(Trial::architecture).distinct().count());
  }

  @Test
  void neverWaitsForResults() {
    SearchStrategy strategy = new RandomSearch(problem(ToySpaces.of(4, 4)));

    for (int ask = 0; ask < 200; ask++) {
      assertTrue(strategy.ask(LedgerRun.turn(7, ask)).isPresent());
    }
  }

  @Test
  void drawsEveryValueOfADecisionEquallyOften() {
    int draws = 4_000;
    Map<String, Long> counts =
        study(ToySpaces.of(8, 4), 11, 1, draws).stream()
            .collect(
                Collectors.groupingBy(t -> t.architecture().text("d3"), Collectors.counting()));

    double expected = draws / 4.0;
    double chiSquare =
        counts.values().stream().mapToDouble(n -> Math.pow(n - expected, 2) / expected).sum();
    assertEquals(Set.of("0", "1", "2", "3"), counts.keySet());
    assertTrue(chiSquare < 16.27, "3 degrees of freedom, p < 0.001: " + chiSquare);
  }

  @Test
  void drawsAgainWhatItHasProposedBefore() {
    List<Trial> trials = study(ToySpaces.of(5, 4), 13, 1, 900);

    assertEquals(900, new HashSet<>(trials.stream().map(Trial::architecture).toList()).size());
  }

  private static List<Trial> study(SearchSpace space, long seed, int lookAhead, int trials) {
    return LedgerRun.trials(
        new RandomSearch(problem(space)),
        space,
        seed,
        lookAhead,
        trials,
        architecture -> Map.of("val_accuracy", 0.5));
  }

  private static SearchProblem problem(SearchSpace space) {
    return ToySpaces.problem(space, Objective.maximize("val_accuracy"));
  }
}
