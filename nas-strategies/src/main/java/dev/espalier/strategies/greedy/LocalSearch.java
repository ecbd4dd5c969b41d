package dev.espalier.strategies.greedy;

import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.strategies.memory.Explored;
import dev.espalier.strategies.memory.Explored.Known;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Climbs from the best of some drawn architectures to better neighbours until there is none, and
 * then begins again. What is {@link dev.espalier.strategies.memory.Fitness better} goes by the
 * first objective. Proposes no architecture twice where there are others: what it knows already, it
 * passes for nothing. Several neighbours may be open at a time; it waits only where the next step
 * depends on them. Exhausted once it has proposed the whole space. Not thread-safe.
 */
public final class LocalSearch implements SearchStrategy {

  /** Which neighbours are looked at before it moves on. */
  public enum Improvement {
    /** It moves to the first that is found to be better. */
    FIRST,
    /** It looks at all, and moves to the best. */
    BEST,
    /** It looks at all values of one decision, takes the best, and goes to the next decision. */
    COORDINATE
  }

  private final SearchProblem problem;
  private final Improvement improvement;
  private final int initialSamples;
  private final Explored explored;

  /** Of the shuffling to come: drawn when something is proposed, so that an empty ask has none. */
  private long seed;

  /** Architectures of this start that are open. */
  private final Set<Architecture> awaited = new HashSet<>();

  private int drawn;
  private @Nullable Known current;
  private @Nullable Known candidate;

  /** Groups of neighbours that are to be looked at, the present one first. */
  private final Deque<Deque<Architecture>> rounds = new ArrayDeque<>();

  /**
   * A search.
   *
   * @param initialSamples architectures drawn at each start, of which it climbs from the best; at
   *     least 1
   */
  public LocalSearch(SearchProblem problem, Improvement improvement, int initialSamples) {
    this.problem = problem;
    this.improvement = improvement;
    this.initialSamples = initialSamples;
    this.explored = new Explored(problem);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (explored.isExhausted()) {
      return Optional.empty();
    }
    Known from = current;
    if (from == null) {
      return drawn < initialSamples ? Optional.of(start(turn)) : Optional.empty();
    }
    Deque<Architecture> round = rounds.peek();
    Architecture next = round == null ? null : round.poll();
    return next == null ? Optional.empty() : Optional.of(propose(turn, next, from));
  }

  private Proposal start(Turn turn) {
    drawn++;
    return propose(turn, explored.draw(turn.random()));
  }

  private Proposal propose(Turn turn, Architecture architecture, Known... parents) {
    seed = turn.random().nextLong();
    awaited.add(architecture);
    Proposal proposal = explored.propose(turn, architecture, parents);
    settle();
    return proposal;
  }

  @Override
  public void tell(Trial finished) {
    explored
        .tell(finished)
        .ifPresent(
            known -> {
              awaited.remove(known.architecture());
              consider(known);
              settle();
            });
  }

  private void consider(Known known) {
    Known best = candidate;
    if (known.fitness().isPresent() && (best == null || known.beats(best))) {
      candidate = known;
    }
  }

  /** Goes as far as what is known leads: no randomness of an ask comes into it. */
  private void settle() {
    while (true) {
      Known from = current;
      Known best = candidate;
      if (from == null) {
        if (drawn < initialSamples || !awaited.isEmpty()) {
          return;
        }
        if (best == null) {
          drawn = 0; // all failed
          return;
        }
        moveTo(best);
      } else if (improvement == Improvement.FIRST && best != null && best.beats(from)) {
        moveTo(best);
      } else if (!passKnown()) {
        return;
      }
    }
  }

  /**
   * Takes what is known out of the present round, and ends it once nothing is left or open.
   *
   * @return whether anything changed
   */
  private boolean passKnown() {
    Deque<Architecture> round = rounds.peek();
    if (round == null) {
      restart();
      return true;
    }
    boolean changed = false;
    Architecture next = round.peek();
    while (next != null && explored.contains(next)) {
      round.poll();
      explored.known(next).ifPresentOrElse(this::consider, () -> {});
      changed = true;
      next = round.peek();
    }
    if (next != null || !awaited.isEmpty()) {
      return changed;
    }
    rounds.poll();
    Known from = current;
    Known best = candidate;
    if (from != null && best != null && best.beats(from)) {
      moveTo(best);
    }
    return true;
  }

  private void restart() {
    current = null;
    candidate = null;
    drawn = 0;
  }

  private void moveTo(Known better) {
    current = better;
    candidate = better;
    rounds.clear();
    List<Architecture> neighbours =
        new ArrayList<>(problem.space().neighbours(better.architecture()));
    shuffle(neighbours, Seeds.generator(seed));
    if (improvement != Improvement.COORDINATE) {
      rounds.add(new ArrayDeque<>(neighbours));
      return;
    }
    Map<String, Deque<Architecture>> byDecision = new LinkedHashMap<>();
    for (Architecture neighbour : neighbours) {
      byDecision
          .computeIfAbsent(
              firstChange(better.architecture(), neighbour), name -> new ArrayDeque<>())
          .add(neighbour);
    }
    rounds.addAll(byDecision.values());
  }

  /** The first decision in which two architectures differ. */
  private String firstChange(Architecture from, Architecture to) {
    for (Decision decision : problem.space().decisions()) {
      String before = from.values().get(decision.name());
      String after = to.values().get(decision.name());
      if (before == null ? after != null : !before.equals(after)) {
        return decision.name();
      }
    }
    return "";
  }

  private static void shuffle(List<Architecture> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
