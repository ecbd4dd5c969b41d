package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a strategy sees of a search space: architectures to draw, vary, combine and encode. Every
 * architecture that comes out is valid. Implementations are immutable and thread-safe.
 */
public interface SearchSpace {

  /** Short name for people. */
  String name();

  /** SHA-256, in hex, of all that decides which networks the space holds. */
  String hash();

  /**
   * Number of architectures; several may stand for one network. Of a continuous decision, the
   * values that are told apart count.
   */
  BigInteger size();

  /** Draws every open decision uniformly. */
  Architecture sample(RandomGenerator random);

  /** All decisions, open or not, in order. */
  ImmutableList<Decision> decisions();

  /** Changes one open decision to another value; equal to the input only if no other exists. */
  default Architecture mutate(Architecture architecture, RandomGenerator random) {
    return mutate(architecture, decision -> true, random);
  }

  /**
   * Changes one of some decisions, each of those that are open being equally likely.
   *
   * @param which those that may change; where none of them is open the input comes out
   */
  Architecture mutate(Architecture architecture, Predicate<Decision> which, RandomGenerator random);

  /** A child that takes each group of decisions from one parent or the other. */
  default Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    return cross(first, second, Crossover.GROUP, random);
  }

  /** A child that takes each decision from one parent or the other. */
  Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random);

  /**
   * All architectures one decision away, in a fixed order; where a decision has a great many
   * values, those one step away on its scale.
   */
  ImmutableList<Architecture> neighbours(Architecture architecture);

  /** Fixed-length numbers in [0, 1] for learners; zeros where a decision is not open. */
  double[] encode(Architecture architecture);

  /**
   * Whether an architecture may be tried: {@link #check} takes it, it has a network where it should
   * have one, and that keeps to what constrains its costs.
   */
  boolean allows(Architecture architecture);

  /** Whether {@link #canBegin} may say no. */
  default boolean limitsBeginnings() {
    return false;
  }

  /**
   * Whether some architecture may begin so; where that is not known, true.
   *
   * @param outcomes of the open decisions up to some decision, by name
   */
  default boolean canBegin(Map<String, String> outcomes) {
    return true;
  }

  /**
   * Checks that the outcomes are those of the space's open decisions, no more and no fewer.
   *
   * @return the architecture, its values in the order of the space
   * @throws IllegalArgumentException naming the decision that is wrong and what it may be
   */
  Architecture check(Architecture architecture);
}
