package dev.espalier.strategies.controller;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.Learned;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a space as choices among a few options each. A decision of up to {@value
 * #MOST_VALUES} values has those as options; a longer range of numbers, or a continuous one, has
 * {@value #BINS} bins of equal width on its scale, in which values are drawn uniformly. What has
 * yet more values (large subsets, orders and lists) has one option: its values are drawn by the
 * space, and no policy learns them. Immutable.
 */
final class Options {
  static final int MOST_VALUES = 64;
  static final int BINS = 16;

  private final SearchSpace space;
  private final ImmutableList<Decision> decisions;
  private final int[] counts;

  /** By number of the decision; null where its options are not its values. */
  private final @Nullable ImmutableList<String>[] values;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Options(SearchSpace space) {
    this.space = space;
    this.decisions = space.decisions();
    this.counts = new int[decisions.size()];
    this.values = new ImmutableList[decisions.size()];
    for (int d = 0; d < counts.length; d++) {
      Domain domain = decisions.get(d).domain();
      boolean few = domain.isListed() && domain.size().intValue() <= MOST_VALUES;
      values[d] = few ? domain.values() : null;
      counts[d] = few ? domain.size().intValue() : domain.isRange() ? BINS : 1;
    }
  }

  /** How many decisions there are, open or not. */
  int decisions() {
    return counts.length;
  }

  /** Name of a decision. */
  String name(int decision) {
    return decisions.get(decision).name();
  }

  /** How many options a decision has, at least 1. */
  int count(int decision) {
    return counts[decision];
  }

  /** An option in words. */
  String describe(int decision, int option) {
    ImmutableList<String> listed = values[decision];
    if (listed != null) {
      return listed.get(option);
    }
    Domain domain = decisions.get(decision).domain();
    return domain.isRange()
        ? "%s to %s".formatted(at(domain, option, 0.0), at(domain, option, 1.0))
        : "any";
  }

  private static String at(Domain domain, int bin, double place) {
    return domain.decode(new double[] {(bin + place) / BINS}, 0);
  }

  /** The most probable choice of each decision that is open when all others are made so. */
  ImmutableList<Learned.Preference> preferences(Policy policy) {
    return policy.within(() -> mostProbable(policy));
  }

  private ImmutableList<Learned.Preference> mostProbable(Policy policy) {
    ImmutableList.Builder<Learned.Preference> preferences = ImmutableList.builder();
    Map<String, String> outcomes = new LinkedHashMap<>();
    Policy.Rollout rollout = policy.begin();
    for (int d = 0; d < counts.length; d++) {
      if (!decisions.get(d).condition().holds(outcomes)) {
        continue;
      }
      double[] probabilities = Softmax.of(rollout.logits(d), mask(d, outcomes));
      int best = 0;
      for (int option = 1; option < probabilities.length; option++) {
        best = probabilities[option] > probabilities[best] ? option : best;
      }
      rollout.choose(d, best);
      ImmutableList<String> listed = values[d];
      outcomes.put(name(d), listed == null ? decisions.get(d).domain().first() : listed.get(best));
      preferences.add(
          new Learned.Preference(
              name(d),
              describe(d, best),
              probabilities[best],
              Softmax.entropy(probabilities) / Math.log(2)));
    }
    return preferences.build();
  }

  /**
   * Draws an architecture, option by option, as a policy says.
   *
   * @param warmth what logits are divided by: 1 as the policy says, more for more variety
   */
  Episode draw(Policy policy, double warmth, RandomGenerator random) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    int[] chosen = new int[counts.length];
    boolean[][] masks = new boolean[counts.length][];
    Policy.Rollout rollout = policy.begin();
    double logProbability = 0.0;
    for (int d = 0; d < counts.length; d++) {
      Decision decision = decisions.get(d);
      chosen[d] = Episode.CLOSED;
      if (!decision.condition().holds(outcomes)) {
        continue;
      }
      boolean[] mask = mask(d, outcomes);
      double[] logits = rollout.logits(d);
      double[] probabilities = Softmax.of(logits, mask);
      double[] warmed =
          warmth == 1.0 ? probabilities : Softmax.of(scaled(logits, 1.0 / warmth), mask);
      int option = Softmax.draw(warmed, random.nextDouble());
      rollout.choose(d, option);
      outcomes.put(decision.name(), value(d, option, random));
      chosen[d] = option;
      masks[d] = mask;
      logProbability += Math.log(probabilities[option]);
    }
    return new Episode(Architecture.of(outcomes), chosen, masks, logProbability);
  }

  private static double[] scaled(double[] logits, double factor) {
    double[] scaled = logits.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  /** The options that lead to some architecture of the space; all where that is not known. */
  private boolean[] mask(int d, Map<String, String> outcomes) {
    ImmutableList<String> listed = values[d];
    boolean[] mask = new boolean[counts[d]];
    if (listed == null || !space.limitsBeginnings()) {
      Arrays.fill(mask, true);
      return mask;
    }
    for (int option = 0; option < mask.length; option++) {
      outcomes.put(decisions.get(d).name(), listed.get(option));
      mask[option] = space.canBegin(outcomes);
    }
    outcomes.remove(decisions.get(d).name());
    return mask;
  }

  private String value(int d, int option, RandomGenerator random) {
    ImmutableList<String> listed = values[d];
    if (listed != null) {
      return listed.get(option);
    }
    Domain domain = decisions.get(d).domain();
    return domain.isRange()
        ? at(domain, option, random.nextDouble())
        : Objects.requireNonNull(domain.draw(random));
  }
}
