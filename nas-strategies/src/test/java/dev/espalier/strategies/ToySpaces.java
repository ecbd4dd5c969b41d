package dev.espalier.strategies;

import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.LedgerRun;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Spaces of equal decisions, {@code d0}, {@code d1}, ..., and scores whose best is known. */
public final class ToySpaces {
  private ToySpaces() {}

  /** Decisions with values from 0 to {@code values − 1}. */
  public static SearchSpace of(int decisions, int values) {
    return DecisionSpace.of(
        "%dx%d".formatted(decisions, values),
        IntStream.range(0, decisions)
            .mapToObj(i -> Decision.of("d" + i, Domain.range(0, values - 1)))
            .toList());
  }

  /** The space with objectives. */
  public static SearchProblem problem(SearchSpace space, Objective... objectives) {
    return SearchProblem.of(space, List.of(objectives), Fidelity.epochs(1), Budget.trials(1_000));
  }

  /** Trials of a study of a strategy, four of which are open at a time. */
  public static List<Trial> run(
      SearchStrategy strategy,
      SearchSpace space,
      long seed,
      int trials,
      Function<Architecture, Map<String, Double>> score) {
    return LedgerRun.trials(strategy, space, seed, 4, trials, score);
  }

  /**
   * {@code val_accuracy}: share of the decisions that equal a hidden target, and of the
   * neighbouring pairs in which both do; 1 for the target alone.
   */
  public static Map<String, Double> closeness(Architecture architecture) {
    int count = architecture.values().size();
    int hits = 0;
    for (int i = 0; i < count; i++) {
      boolean hit = hits(architecture, i);
      hits += (hit ? 1 : 0) + (hit && hits(architecture, (i + 1) % count) ? 1 : 0);
    }
    return Map.of("val_accuracy", hits / (2.0 * count));
  }

  private static boolean hits(Architecture architecture, int decision) {
    return architecture.integer("d" + decision) == decision * 7 % 4;
  }

  /**
   * {@code val_accuracy} in [0, 1] that grows with every value, ever more slowly, and {@code macs}
   * that grow in proportion; decisions weigh differently in the two.
   */
  public static Map<String, Double> tradeOff(Architecture architecture) {
    double accuracy = 0.0;
    double macs = 0.0;
    double most = 0.0;
    for (int i = 0; i < architecture.values().size(); i++) {
      int value = architecture.integer("d" + i);
      accuracy += (1 + i % 3) * Math.sqrt(value / 3.0);
      most += 1 + i % 3;
      macs += (1 + i % 4) * value;
    }
    return Map.of("val_accuracy", accuracy / most, "macs", macs);
  }
}
