package dev.espalier.space;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How large a space is: exactly, as far as it can be counted.
 *
 * @param finite ways to settle the decisions, continuous ones left out
 * @param continuous names of the decisions that are continuous
 */
public record SpaceSize(BigInteger finite, ImmutableList<String> continuous) {

  /** The size of the space of these decisions, which come after those that they depend on. */
  public static SpaceSize of(List<Decision> decisions) {
    return new SpaceSize(
        count(decisions, domain -> domain.isContinuous() ? BigInteger.ONE : domain.size()),
        decisions.stream()
            .filter(decision -> decision.domain().isContinuous())
            .map(Decision::name)
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Ways to settle decisions: those that do not depend on each other multiply, and each depends on
   * at most one other.
   *
   * @param size what a decision that no other depends on counts
   */
  static BigInteger count(List<Decision> decisions, Function<Domain, BigInteger> size) {
    ListMultimap<String, Decision> children = ArrayListMultimap.create();
    BigInteger product = BigInteger.ONE;
    // From the last to the first, so that what depends on a decision is counted before it.
    Map<String, BigInteger> counts = new HashMap<>();
    for (Decision decision : ImmutableList.copyOf(decisions).reverse()) {
      List<Decision> depending = children.get(decision.name());
      BigInteger count =
          depending.isEmpty() ? size.apply(decision.domain()) : count(decision, depending, counts);
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
}
