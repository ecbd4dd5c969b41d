package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
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
    decisions.forEach(
        decision -> hasher.putString(decision.identity() + "\n", StandardCharsets.UTF_8));
    this.hash = hasher.hash().toString();
  }

  /**
   * A space of these decisions.
   *
   * @throws IllegalArgumentException if a name is taken twice, or a condition names a decision that
   *     does not come before, or has too many values to be looked at one by one
   */
  public static DecisionSpace of(String name, List<Decision> decisions) {
    Map<String, Domain> before = new HashMap<>();
    for (Decision decision : decisions) {
      String parent = decision.condition().parent();
      Domain domain = parent == null ? null : before.get(parent);
      if (parent != null && domain == null) {
        throw new IllegalArgumentException(
            "decision '%s' depends on '%s', which does not come before it"
                .formatted(decision.name(), parent));
      }
      if (domain != null && !domain.isListed()) {
        throw new IllegalArgumentException(
            "decision '%s' depends on '%s', whose values (%s) are more than %s"
                .formatted(decision.name(), parent, domain.describe(), Domain.MOST_LISTED));
      }
      if (before.put(decision.name(), decision.domain()) != null) {
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

  @Override
  public ImmutableList<Decision> decisions() {
    return decisions;
  }

  /** Of a continuous decision, the values that are told apart count; see {@link SpaceSize}. */
  @Override
  public BigInteger size() {
    return SpaceSize.count(decisions, Domain::size);
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return complete(decision -> decision.domain().draw(random));
  }

  /**
   * Draws some decisions anew and keeps the others, where they are still open.
   *
   * @param again which
   */
  public Architecture redraw(
      Architecture architecture, Predicate<Decision> again, RandomGenerator random) {
    ImmutableMap<String, String> before = check(architecture).values();
    return complete(
        decision -> {
          String kept = again.test(decision) ? null : before.get(decision.name());
          return kept != null ? kept : decision.domain().draw(random);
        });
  }

  @Override
  public Architecture mutate(
      Architecture architecture, Predicate<Decision> which, RandomGenerator random) {
    ImmutableMap<String, String> before = check(architecture).values();
    List<Decision> open = open(before).stream().filter(which).toList();
    if (open.isEmpty()) {
      return architecture;
    }
    Decision changed = open.get(random.nextInt(open.size()));
    String value =
        changed.domain().mutate(Objects.requireNonNull(before.get(changed.name())), random);
    return complete(
        decision -> {
          if (decision.equals(changed)) {
            return value;
          }
          String kept = before.get(decision.name());
          return kept != null ? kept : decision.domain().draw(random);
        });
  }

  @Override
  public Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random) {
    ImmutableMap<String, String> a = check(first).values();
    ImmutableMap<String, String> b = check(second).values();
    Predicate<Decision> fromFirst = crossover.fromFirst(decisions, random);
    return complete(
        decision -> {
          boolean mine = fromFirst.test(decision);
          String value = (mine ? a : b).get(decision.name());
          String other = (mine ? b : a).get(decision.name());
          if (value != null) {
            return value;
          }
          return other != null ? other : decision.domain().draw(random);
        });
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    ImmutableMap<String, String> before = check(architecture).values();
    ImmutableList.Builder<Architecture> neighbours = ImmutableList.builder();
    for (Decision changed : decisions) {
      String own = before.get(changed.name());
      if (own == null) {
        continue;
      }
      for (String value : changed.domain().neighbours(own)) {
        neighbours.add(
            complete(
                decision -> {
                  if (decision.equals(changed)) {
                    return value;
                  }
                  String kept = before.get(decision.name());
                  return kept != null ? kept : decision.domain().first();
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

  /**
   * The architecture whose encoding is closest to any numbers, decision by decision: the inverse of
   * {@link #encode}.
   *
   * @param encoded as many numbers as an encoding has
   */
  public Architecture decode(double[] encoded) {
    if (encoded.length != encodedLength) {
      throw new IllegalArgumentException(
          "%s numbers are no encoding of space %s, which has %s"
              .formatted(encoded.length, name, encodedLength));
    }
    Map<Decision, Integer> offsets = new HashMap<>();
    int offset = 0;
    for (Decision decision : decisions) {
      offsets.put(decision, offset);
      offset += decision.domain().encodedLength();
    }
    return complete(
        decision ->
            decision.domain().decode(encoded, Objects.requireNonNull(offsets.get(decision))));
  }

  @Override
  public boolean allows(Architecture architecture) {
    try {
      return check(architecture).equals(architecture);
    } catch (IllegalArgumentException stranger) {
      return false;
    }
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
                        .formatted(decision.name(), decision.domain().describe()));
              }
              if (!decision.domain().contains(value)) {
                throw new IllegalArgumentException(
                    "decision '%s' (%s) must be one of %s"
                        .formatted(decision.name(), value, decision.domain().describe()));
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

  /** The decisions of an architecture that could have come out another way. */
  List<Decision> open(Map<String, String> values) {
    return decisions.stream()
        .filter(decision -> values.containsKey(decision.name()) && decision.domain().isOpen())
        .toList();
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
}
