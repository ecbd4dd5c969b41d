package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.espalier.evaluate.Candidate;
import dev.espalier.network.Network;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds out what an architecture stands for and whether it may be tried. Thread-safe. */
final class Planner {
  /**
   * What is known of an architecture before it is evaluated.
   *
   * @param networkHash empty if there is no network where there should be one
   * @param recipe how to train it
   * @param costs empty if there is no network
   * @param candidate what to evaluate; empty if it is refused
   * @param refusal why it is not to be evaluated; empty if it is
   */
  record Plan(
      String networkHash,
      Recipe recipe,
      ImmutableMap<String, Double> costs,
      Optional<Candidate> candidate,
      String refusal) {}

  private final SearchSpace space;
  private final Function<Architecture, Recipe> recipes;
  private final List<Constraint> constraints;

  Planner(SearchSpace space, Function<Architecture, Recipe> recipes, List<Constraint> constraints) {
    this.space = space;
    this.recipes = recipes;
    this.constraints = constraints;
  }

  Plan plan(Architecture architecture) {
    Recipe recipe = recipes.apply(architecture);
    if (!(space instanceof NetworkSpace networks)) {
      String hash =
          Hashing.sha256()
              .hashString(space.hash() + " " + architecture.encoding(), StandardCharsets.UTF_8)
              .toString();
      Candidate candidate = new Candidate(architecture, Optional.empty(), recipe);
      return new Plan(hash, recipe, ImmutableMap.of(), Optional.of(candidate), "");
    }
    Network network;
    ImmutableMap<String, Double> costs;
    String hash;
    try {
      network = networks.expand(architecture);
      costs = CostMetric.all(network);
      hash = network.canonicalHash();
    } catch (IllegalArgumentException | ArithmeticException impossible) {
      // What expand and the costs throw for a network that cannot be; all else is a fault of ours.
      return new Plan("", recipe, ImmutableMap.of(), Optional.empty(), Failures.reason(impossible));
    }
    Optional<String> broken = broken(costs);
    return new Plan(
        hash,
        recipe,
        costs,
        broken.isPresent()
            ? Optional.empty()
            : Optional.of(new Candidate(architecture, network, recipe)),
        broken.orElse(""));
  }

  private Optional<String> broken(ImmutableMap<String, Double> costs) {
    for (Constraint constraint : constraints) {
      Double cost = costs.get(constraint.metric());
      if (cost != null && !constraint.allows(cost)) {
        return Optional.of(
            "%s (%s) breaks the constraint %s"
                .formatted(constraint.metric(), CostMetric.text(cost), constraint));
      }
    }
    return Optional.empty();
  }
}
