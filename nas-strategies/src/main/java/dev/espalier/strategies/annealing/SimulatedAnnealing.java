package dev.espalier.strategies.annealing;

import dev.espalier.space.Architecture;
import dev.espalier.strategies.memory.Explored;
import dev.espalier.strategies.memory.Explored.Known;
import dev.espalier.strategies.memory.Fitness;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Walks from mutation to mutation. A better one is always taken, a worse one with probability
 * {@code exp(-loss / temperature)}; the temperature is in units of how far the first, drawn
 * architectures lie apart (their interquartile range), so that no scale has to be known. It is
 * multiplied by {@code cooling} with every trial; once it is below a hundredth of what it began
 * with, the walk goes on from the best architecture so far, as warm as at first. The schedule does
 * not depend on the budget: a shorter study is the beginning of a longer one.
 *
 * <p>What is known already is passed over, or passed through, for nothing. It follows the first
 * objective; what breaks a constraint by more is worse at any temperature. Never waits but for the
 * first architectures. Exhausted once it has proposed the whole space. Not thread-safe.
 */
public final class SimulatedAnnealing implements SearchStrategy {
  private static final double COLD = 0.01;
  private static final int MOST_STEPS = 1_000;
  private static final int FRUITLESS = 10;

  private final SearchProblem problem;
  private final int initialSamples;
  private final double initialTemperature;
  private final double cooling;
  private final Explored explored;

  /** The uniform number by which each open step is taken or not. */
  private final Map<Long, Double> chances = new HashMap<>();

  private final List<Double> firstValues = new ArrayList<>();
  private int drawn;
  private double spread;
  private double temperature;
  private @Nullable Known current;
  private @Nullable Known best;

  /**
   * A walk.
   *
   * @param initialSamples architectures drawn at first, of which the best is where it begins; at
   *     least 2
   * @param initialTemperature in units of the interquartile range of their scores, positive
   * @param cooling factor of the temperature a trial, in (0, 1)
   */
  public SimulatedAnnealing(
      SearchProblem problem, int initialSamples, double initialTemperature, double cooling) {
    this.problem = problem;
    this.initialSamples = initialSamples;
    this.initialTemperature = initialTemperature;
    this.cooling = cooling;
    this.temperature = initialTemperature;
    this.explored = new Explored(problem);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (explored.isExhausted()) {
      return Optional.empty();
    }
    Known from = current;
    if (drawn < initialSamples || (from == null && explored.openTrials() == 0)) {
      drawn++;
      return Optional.of(explored.propose(turn, explored.draw(turn.random())));
    }
    if (from == null) {
      return Optional.empty();
    }
    Architecture next = walk(from, turn.random());
    chances.put(turn.number(), turn.random().nextDouble());
    return Optional.of(explored.propose(turn, next, current == null ? from : current));
  }

  /** Steps through what is known until a mutation is new. */
  private Architecture walk(Known from, RandomGenerator random) {
    Known here = from;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      Architecture next = problem.space().mutate(here.architecture(), random);
      if (!explored.contains(next)) {
        return next;
      }
      Optional<Known> known = explored.known(next);
      if (known.isPresent() && accepts(known.get(), here, random.nextDouble())) {
        here = known.get();
        current = here;
      } else if (steps % FRUITLESS == FRUITLESS - 1 && known.isPresent()) {
        here = known.get(); // all around is known: looks for what is new from further away
      }
    }
    return explored.draw(random);
  }

  @Override
  public void tell(Trial finished) {
    Optional<Known> told = explored.tell(finished);
    if (told.isEmpty()) {
      return;
    }
    Known known = told.get();
    Double chance = chances.remove(finished.number());
    if (best == null || known.beats(best)) {
      best = known.fitness().isPresent() ? known : best;
    }
    Known here = current;
    if (chance == null || here == null) {
      known.fitness().ifPresent(fitness -> firstValues.add(fitness.value()));
      spread = interquartileRange();
      current = best;
    } else {
      if (accepts(known, here, chance)) {
        current = known;
      }
      cool();
    }
  }

  private void cool() {
    temperature *= cooling;
    if (temperature < COLD * initialTemperature) {
      temperature = initialTemperature;
      current = best;
    }
  }

  private boolean accepts(Known next, Known here, double chance) {
    if (next.fitness().isEmpty() || here.fitness().isEmpty()) {
      return false;
    }
    Fitness to = next.fitness().get();
    Fitness from = here.fitness().get();
    if (to.compareTo(from) >= 0) {
      return true;
    }
    return to.violation() <= from.violation()
        && chance < Math.exp((to.value() - from.value()) / (spread * temperature));
  }

  private double interquartileRange() {
    List<Double> sorted = firstValues.stream().sorted().toList();
    int last = sorted.size() - 1;
    double range = last < 1 ? 0.0 : sorted.get(last - last / 4) - sorted.get(last / 4);
    return Math.max(range, Double.MIN_NORMAL);
  }
}
