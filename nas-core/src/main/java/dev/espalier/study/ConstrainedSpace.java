package dev.espalier.study;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.network.NetworkException;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.space.Architecture;
import dev.espalier.space.Crossover;
import dev.espalier.space.Decision;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A space of networks as strategies see it when costs are constrained: what comes out can be built
 * and keeps to every constraint on a cost. Constraints on what is measured are none of its
 * business.
 *
 * <p>Architectures are drawn again until one fits, so they are as they would be if all others were
 * left out. Where next to none fits, draws are changed step by step until one does, from several
 * starts, by simulated annealing (Kirkpatrick et al. 1983) on how far they are from the
 * constraints; what comes out then is not uniform. Where that fails too, one that was found before
 * is given again. Thread-safe; costs are remembered.
 */
public final class ConstrainedSpace implements SearchSpace {
  private static final int TRIES = 5_000;

  /** Changes of an architecture until one fits. */
  private static final int STEPS = 1_000;

  private static final int STARTS = 8;
  private static final int DRAWS_OF_START = 50;
  private static final int STEPS_OF_START = 300;

  /** Excess over the bounds, in parts of them, that the first steps of a start may add. */
  private static final double WARMTH = 0.05;

  private static final int KEPT = 100;
  private static final int REMEMBERED = 10_000;

  private final NetworkSpace space;
  private final ImmutableList<Constraint> constraints;
  private final Cache<Architecture, Feasibility> known =
      CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();

  /** The first that fitted, in the order in which they were drawn. */
  private final List<Architecture> found = new ArrayList<>();

  private ConstrainedSpace(NetworkSpace space, ImmutableList<Constraint> constraints) {
    this.space = space;
    this.constraints = constraints;
  }

  /** The space under those of the constraints that are on costs. */
  public static ConstrainedSpace of(NetworkSpace space, List<Constraint> constraints) {
    return new ConstrainedSpace(
        space,
        constraints.stream()
            .filter(constraint -> CostMetric.isCost(constraint.metric()))
            .collect(ImmutableList.toImmutableList()));
  }

  @Override
  public String name() {
    return space.name();
  }

  @Override
  public String hash() {
    return space.hash();
  }

  @Override
  public ImmutableList<Decision> decisions() {
    return space.decisions();
  }

  /** Number of architectures before constraints. */
  @Override
  public BigInteger size() {
    return space.size();
  }

  /**
   * Draws every open decision uniformly, until the architecture fits; if none of {@value #TRIES}
   * does, looks for one that does from several starts.
   *
   * @throws InfeasibleSpaceException if none was ever found, naming the constraints and the values
   *     that came nearest
   */
  @Override
  public Architecture sample(RandomGenerator random) {
    Nearest nearest = new Nearest(space.name(), constraints);
    Optional<Architecture> drawn =
        first(() -> space.sample(random), TRIES, nearest).or(() -> climb(nearest, random));
    for (int start = 0; start < STARTS && drawn.isEmpty(); start++) {
      drawn = anneal(nearest, random);
    }
    Architecture fitting = drawn.or(() -> foundBefore(random)).orElseThrow(nearest::failure);
    synchronized (found) {
      if (found.size() < KEPT) {
        found.add(fitting);
      }
    }
    return fitting;
  }

  /** From the nearest, keeping what is not worse. */
  private Optional<Architecture> climb(Nearest nearest, RandomGenerator random) {
    return nearest.architecture().isEmpty()
        ? Optional.empty()
        : first(() -> space.mutate(nearest.architecture().orElseThrow(), random), STEPS, nearest);
  }

  private Optional<Architecture> anneal(Nearest nearest, RandomGenerator random) {
    Nearest start = new Nearest(space.name(), constraints);
    Optional<Architecture> lucky = first(() -> space.sample(random), DRAWS_OF_START, start);
    if (lucky.isPresent() || start.architecture().isEmpty()) {
      return lucky;
    }
    Architecture current = start.architecture().get();
    double excess = feasibility(current).excess(constraints);
    for (int step = 0; step < STEPS_OF_START; step++) {
      Architecture next = space.mutate(current, random);
      if (random.nextInt(4) == 0) {
        next = space.mutate(next, random); // one that is in the way and one that makes up for it
      }
      Feasibility feasibility = feasibility(next);
      if (feasibility.fits(constraints)) {
        return Optional.of(next);
      }
      nearest.saw(next, feasibility);
      double changed = feasibility.excess(constraints);
      double warmth = WARMTH * (1.0 - step / (double) STEPS_OF_START);
      if (changed <= excess || random.nextDouble() < Math.exp((excess - changed) / warmth)) {
        current = next;
        excess = changed;
      }
    }
    return Optional.empty();
  }

  /** A variant of one that fits, if there is any such. */
  private Optional<Architecture> foundBefore(RandomGenerator random) {
    Architecture base;
    synchronized (found) {
      if (found.isEmpty()) {
        return Optional.empty();
      }
      base = found.get(random.nextInt(found.size()));
    }
    return Optional.of(mutate(base, random));
  }

  /** Changes one open decision so that the architecture fits; none if no such change is found. */
  @Override
  public Architecture mutate(
      Architecture architecture, Predicate<Decision> which, RandomGenerator random) {
    return first(
            () -> space.mutate(architecture, which, random),
            STEPS,
            new Nearest(space.name(), constraints))
        .orElse(architecture);
  }

  /** A child that fits; the first parent if none is found. */
  @Override
  public Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random) {
    return first(
            () -> space.cross(first, second, crossover, random),
            STEPS,
            new Nearest(space.name(), constraints))
        .orElse(first);
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return space.neighbours(architecture).stream()
        .filter(this::allows)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public double[] encode(Architecture architecture) {
    return space.encode(architecture);
  }

  @Override
  public Architecture check(Architecture architecture) {
    return space.check(architecture);
  }

  @Override
  public boolean limitsBeginnings() {
    return space.limitsBeginnings();
  }

  @Override
  public boolean canBegin(Map<String, String> outcomes) {
    return space.canBegin(outcomes);
  }

  @Override
  public boolean allows(Architecture architecture) {
    return feasibility(architecture).fits(constraints);
  }

  private Optional<Architecture> first(Supplier<Architecture> draw, int tries, Nearest nearest) {
    for (int i = 0; i < tries; i++) {
      Architecture drawn;
      try {
        drawn = draw.get();
      } catch (NetworkException none) {
        nearest.saw(Failures.reason(none));
        return Optional.empty();
      }
      Feasibility feasibility = feasibility(drawn);
      if (feasibility.fits(constraints)) {
        return Optional.of(drawn);
      }
      nearest.saw(drawn, feasibility);
    }
    return Optional.empty();
  }

  private Feasibility feasibility(Architecture architecture) {
    Feasibility remembered = known.getIfPresent(architecture);
    if (remembered != null) {
      return remembered;
    }
    Feasibility found = judge(architecture);
    known.put(architecture, found);
    return found;
  }

  private Feasibility judge(Architecture architecture) {
    try {
      return new Feasibility(CostMetric.all(space.expand(architecture)), "");
    } catch (IllegalArgumentException | ArithmeticException impossible) {
      return new Feasibility(ImmutableMap.of(), Failures.reason(impossible));
    }
  }

  /**
   * What is known of an architecture.
   *
   * @param costs by metric id; empty if its network cannot be built
   * @param fault why it cannot be built; empty if it can
   */
  record Feasibility(ImmutableMap<String, Double> costs, String fault) {
    static final Feasibility UNKNOWN = new Feasibility(ImmutableMap.of(), "nothing was drawn");

    /** How far it is from keeping to all constraints, each in parts of its bound. */
    double excess(List<Constraint> constraints) {
      return fault.isEmpty()
          ? constraints.stream().mapToDouble(c -> relative(c.excess(value(c)), c)).sum()
          : Double.POSITIVE_INFINITY;
    }

    private static double relative(double excess, Constraint constraint) {
      double bound = Double.isInfinite(constraint.max()) ? constraint.min() : constraint.max();
      return excess / Math.max(1.0, Math.abs(bound));
    }

    boolean fits(List<Constraint> constraints) {
      return fault.isEmpty() && constraints.stream().allMatch(c -> c.excess(value(c)) == 0.0);
    }

    double value(Constraint constraint) {
      return costs.getOrDefault(constraint.metric(), Double.NaN);
    }
  }
}
