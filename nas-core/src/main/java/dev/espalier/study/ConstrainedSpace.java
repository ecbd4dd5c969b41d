package dev.espalier.study;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A space of networks as strategies see it when costs are constrained: what comes out can be built
 * and keeps to every constraint on a cost. Constraints on what is measured are none of its
 * business.
 *
 * <p>Architectures are drawn again until one fits, so they are as they would be if all others were
 * left out. Where next to none fits, the nearest is changed step by step until it does, or until it
 * is clear that none will be found. Thread-safe; costs are remembered.
 */
public final class ConstrainedSpace implements SearchSpace {
  private static final int TRIES = 1_000;
  private static final int REMEMBERED = 10_000;

  private final NetworkSpace space;
  private final ImmutableList<Constraint> constraints;
  private final Cache<Architecture, Feasibility> known =
      CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();

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

  /** Number of architectures before constraints. */
  @Override
  public BigInteger size() {
    return space.size();
  }

  /**
   * Draws every open decision uniformly, until the architecture fits. If none of a thousand does,
   * changes the nearest of them by as many single decisions, keeping what is not worse.
   *
   * @throws InfeasibleSpaceException if that does not fit either, naming the constraints and the
   *     values that came nearest
   */
  @Override
  public Architecture sample(RandomGenerator random) {
    Nearest nearest = new Nearest(space.name(), constraints);
    return first(() -> space.sample(random), nearest)
        .or(() -> first(() -> step(nearest, random), nearest))
        .orElseThrow(nearest::failure);
  }

  private Architecture step(Nearest nearest, RandomGenerator random) {
    return space.mutate(nearest.architecture().orElseThrow(), random);
  }

  /** Changes one open decision so that the architecture fits; none if no such change is found. */
  @Override
  public Architecture mutate(Architecture architecture, RandomGenerator random) {
    return first(() -> space.mutate(architecture, random), new Nearest(space.name(), constraints))
        .orElse(architecture);
  }

  /** A child that fits; the first parent if none is found. */
  @Override
  public Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    return first(() -> space.cross(first, second, random), new Nearest(space.name(), constraints))
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

  /** Whether an architecture can be built and keeps to the constraints. */
  public boolean allows(Architecture architecture) {
    return feasibility(architecture).fits(constraints);
  }

  private Optional<Architecture> first(Supplier<Architecture> draw, Nearest nearest) {
    for (int i = 0; i < TRIES; i++) {
      Architecture drawn = draw.get();
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
