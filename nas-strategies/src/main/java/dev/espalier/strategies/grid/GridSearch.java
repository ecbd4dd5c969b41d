package dev.espalier.strategies.grid;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Proposes every architecture that the space {@link SearchSpace#allows}, the last decision changing
 * fastest, and ends. Ranges of numbers may be walked through in steps. Never waits. Not
 * thread-safe.
 */
public final class GridSearch implements SearchStrategy {
  private final SearchProblem problem;
  private final ImmutableList<Decision> decisions;
  private final ImmutableMap<String, ImmutableList<String>> values;

  /** Beginnings of architectures that are still to be gone on with, the next one on top. */
  private final Deque<Beginning> beginnings = new ArrayDeque<>();

  /**
   * Outcomes of the first decisions.
   *
   * @param settled how many decisions are settled, those that are not open among them
   */
  private record Beginning(int settled, Map<String, String> outcomes) {}

  /**
   * A grid.
   *
   * @param steps values of each range of numbers, from its lower to its upper bound, at equal
   *     distances on its scale, at least 2; 0 for every whole number of a range
   * @throws IllegalArgumentException if a decision has more values than can be gone through
   */
  public GridSearch(SearchProblem problem, int steps) {
    this.problem = problem;
    this.decisions = problem.space().decisions();
    ImmutableMap.Builder<String, ImmutableList<String>> all = ImmutableMap.builder();
    for (Decision decision : decisions) {
      all.put(decision.name(), values(decision, steps));
    }
    this.values = all.buildOrThrow();
    beginnings.push(new Beginning(0, Map.of()));
  }

  private static ImmutableList<String> values(Decision decision, int steps) {
    Domain domain = decision.domain();
    if (steps > 0 && domain.isRange()) {
      return domain.steps(steps);
    }
    if (!domain.isListed()) {
      throw new IllegalArgumentException(
          "a grid cannot go through decision '%s' (%s): %s"
              .formatted(
                  decision.name(),
                  domain.describe(),
                  domain.isRange()
                      ? "say in how many steps by parameter steps, such as 5"
                      : "it has more than %s values".formatted(Domain.MOST_LISTED)));
    }
    return domain.values();
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    while (!beginnings.isEmpty()) {
      Beginning next = beginnings.pop();
      if (next.settled() < decisions.size()) {
        goOn(next);
      } else {
        Architecture architecture = Architecture.of(next.outcomes());
        if (problem.space().allows(architecture)) {
          return Optional.of(Proposal.of(architecture, problem.fidelity()));
        }
      }
    }
    return Optional.empty();
  }

  private void goOn(Beginning beginning) {
    Decision decision = decisions.get(beginning.settled());
    if (!decision.condition().holds(beginning.outcomes())) {
      beginnings.push(new Beginning(beginning.settled() + 1, beginning.outcomes()));
      return;
    }
    List<String> options = Objects.requireNonNull(values.get(decision.name()));
    for (String value : options.size() == 1 ? options : ImmutableList.copyOf(options).reverse()) {
      Map<String, String> outcomes = new LinkedHashMap<>(beginning.outcomes());
      outcomes.put(decision.name(), value);
      if (problem.space().canBegin(outcomes)) {
        beginnings.push(new Beginning(beginning.settled() + 1, outcomes));
      }
    }
  }

  /** Learns nothing. */
  @Override
  public void tell(Trial finished) {}
}
