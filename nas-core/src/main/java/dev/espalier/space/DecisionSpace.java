package dev.espalier.space;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A search space given by its decisions alone: independent ones, and ones that are open only if an
 * earlier one came out a certain way. Spaces of networks build on it.
 *
 * <pre>{@code
 * DecisionSpace space =
 *     DecisionSpace.of(
 *         "toy",
 *         List.of(
 *             Decision.of("depth", Domain.range(1, 2)),
 *             Decision.of("op1", "cell", Domain.choice("conv", "pool"), Condition.always()),
 *             Decision.of("op2", "cell", Domain.choice("conv", "pool"), Condition.atLeast("depth", 2))));
 * space.size(); // 2 + 4
 * }</pre>
 */
public final class DecisionSpace implements SearchSpace {
  private final String name;
  private final ImmutableList<Decision> decisions;
  private final int encodedLength;
  private final String hash;

  private DecisionSpace(String name, ImmutableList<Decision> decisions) {
    this.name = name;
    this.decisions = decisions;
    this.encodedLength =
        decisions.stream().mapToInt(decision -> decision.domain().encodedLength()).sum();
    Hasher hasher = Hashing.sha256().newHasher();
    decisions.forEach(decision -> hasher.putString(decision + "\n", StandardCharsets.UTF_8));
    this.hash = hasher.hash().toString();
  }

  /**
   * A space of these decisions.
   *
   * @throws IllegalArgumentException if a name is taken twice, or a condition names a decision that
   *     does not come before
   */
  public static DecisionSpace of(String name, List<Decision> decisions) {
    Set<String> names = new HashSet<>();
    for (Decision decision : decisions) {
      String parent = decision.condition().parent();
      if (parent != null && !names.contains(parent)) {
        throw new IllegalArgumentException(
            "decision '%s' depends on '%s', which does not come before it"
                .formatted(decision.name(), parent));
      }
      if (!names.add(decision.name())) {
        throw new IllegalArgumentException(
            "decision '%s' is there twice; names must be unique".formatted(decision.name()));
      }
    }
    return new DecisionSpace(name, ImmutableList.copyOf(decisions));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String hash() {
    return hash;
  }

  /** All decisions, open or not, in order. */
  public ImmutableList<Decision> decisions() {
    return decisions;
  }

  /** Decisions that do not depend on each other multiply: each depends on at most one other. */
  @Override
  public BigInteger size() {
    ListMultimap<String, Decision> children = ArrayListMultimap.create();
    BigInteger product = BigInteger.ONE;
    // From the last to the first, so that what depends on a decision is counted before it.
    Map<String, BigInteger> counts = new HashMap<>();
    for (Decision decision : decisions.reverse()) {
      BigInteger count = count(decision, children.get(decision.name()), counts);
      counts.put(decision.name(), count);
      String parent = decision.condition().parent();
      if (parent == null) {
        product = product.multiply(count);
      } else {
        children.put(parent, decision);
      }
    }
    return product;
  }

  /** Ways to settle an open decision and all that depends on it. */
  private static BigInteger count(
      Decision decision, List<Decision> children, Map<String, BigInteger> counts) {
    BigInteger sum = BigInteger.ZERO;
    for (String option : decision.domain().values()) {
      Map<String, String> outcome = Map.of(decision.name(), option);
      sum =
          sum.add(
              children.stream()
                  .filter(child -> child.condition().holds(outcome))
                  .map(child -> counts.getOrDefault(child.name(), BigInteger.ONE))
                  .reduce(BigInteger.ONE, BigInteger::multiply));
    }
    return sum;
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return complete(decision -> draw(decision.domain().values(), random));
  }

  @Override
  public Architecture mutate(Architecture architecture, RandomGenerator random) {
    ImmutableMap<String, String> before = check(architecture).values();
    List<Decision> open =
        decisions.stream()
            .filter(d -> before.containsKey(d.name()) && d.domain().values().size() > 1)
            .toList();
    if (open.isEmpty()) {
      return architecture;
    }
    Decision changed = draw(open, random);
    List<String> others = new ArrayList<>(changed.domain().values());
    others.remove(before.get(changed.name()));
    String value = draw(others, random);
    return complete(
        decision -> {
          if (decision.equals(changed)) {
            return value;
          }
          String kept = before.get(decision.name());
          return kept != null ? kept : draw(decision.domain().values(), random);
        });
  }

  @Override
  public Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    ImmutableMap<String, String> a = check(first).values();
    ImmutableMap<String, String> b = check(second).values();
    Map<String, Boolean> fromFirst = new HashMap<>();
    return complete(
        decision -> {
          boolean mine = fromFirst.computeIfAbsent(decision.group(), g -> random.nextBoolean());
          String value = (mine ? a : b).get(decision.name());
          String other = (mine ? b : a).get(decision.name());
          if (value != null) {
            return value;
          }
          return other != null ? other : draw(decision.domain().values(), random);
        });
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    ImmutableMap<String, String> before = check(architecture).values();
    ImmutableList.Builder<Architecture> neighbours = ImmutableList.builder();
    for (Decision changed : decisions) {
      if (!before.containsKey(changed.name())) {
        continue;
      }
      for (String value : changed.domain().values()) {
        if (value.equals(before.get(changed.name()))) {
          continue;
        }
        neighbours.add(
            complete(
                decision -> {
                  if (decision.equals(changed)) {
                    return value;
                  }
                  String kept = before.get(decision.name());
                  return kept != null ? kept : decision.domain().values().get(0);
                }));
      }
    }
    return neighbours.build();
  }

  @Override
  public double[] encode(Architecture architecture) {
    ImmutableMap<String, String> values = check(architecture).values();
    double[] encoded = new double[encodedLength];
    int offset = 0;
    for (Decision decision : decisions) {
      String value = values.get(decision.name());
      if (value != null) {
        decision.domain().encode(value, encoded, offset);
      }
      offset += decision.domain().encodedLength();
    }
    return encoded;
  }

  @Override
  public Architecture check(Architecture architecture) {
    ImmutableMap<String, String> given = architecture.values();
    Architecture checked =
        complete(
            decision -> {
              String value = given.get(decision.name());
              if (value == null) {
                throw new IllegalArgumentException(
                    "architecture lacks decision '%s', one of %s"
                        .formatted(decision.name(), decision.domain().values()));
              }
              if (!decision.domain().values().contains(value)) {
                throw new IllegalArgumentException(
                    "decision '%s' (%s) must be one of %s"
                        .formatted(decision.name(), value, decision.domain().values()));
              }
              return value;
            });
    for (String key : given.keySet()) {
      if (!checked.values().containsKey(key)) {
        throw new IllegalArgumentException(
            "architecture holds decision '%s', which is not open in space %s".formatted(key, name));
      }
    }
    return checked;
  }

  /** Settles the open decisions one by one, in order. */
  private Architecture complete(Function<Decision, String> outcome) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      if (decision.condition().holds(values)) {
        values.put(decision.name(), outcome.apply(decision));
      }
    }
    return Architecture.of(values);
  }

  private static <T> T draw(List<T> options, RandomGenerator random) {
    return options.get(random.nextInt(options.size()));
  }
}
