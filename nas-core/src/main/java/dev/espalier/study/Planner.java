package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.network.Network;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.strategy.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Makes trials of proposals: expands the network, checks its cost, finds duplicates. Not
 * thread-safe; depends on the proposals alone, so replaying them gives the same plans.
 */
final class Planner {
  private final StudySettings settings;
  private final NetworkSpace space;
  private final Function<Architecture, Recipe> recipes;
  private final Evaluator evaluator;
  private final Map<EvaluationKey, Long> originals = new HashMap<>();

  Planner(
      StudySettings settings,
      NetworkSpace space,
      Function<Architecture, Recipe> recipes,
      Evaluator evaluator) {
    this.settings = settings;
    this.space = space;
    this.recipes = recipes;
    this.evaluator = evaluator;
  }

  Plan plan(long number, Proposal proposal) {
    Recipe recipe = recipes.apply(proposal.architecture());
    Network network;
    ImmutableMap<String, Double> costs;
    String hash;
    try {
      network = space.expand(proposal.architecture());
      costs = CostMetric.all(network);
      hash = network.canonicalHash();
    } catch (RuntimeException impossible) {
      Trial trial = trial(number, proposal, "", recipe, ImmutableMap.of(), OptionalLong.empty());
      return new Plan(trial, Optional.empty(), Failures.reason(impossible));
    }
    Trial trial = trial(number, proposal, hash, recipe, costs, OptionalLong.empty());
    if (settings.duplicates() == DuplicatePolicy.REUSE && proposal.continues().isEmpty()) {
      Long original = originals.putIfAbsent(EvaluationKey.of(trial, evaluator), number);
      if (original != null) {
        Trial duplicate = trial(number, proposal, hash, recipe, costs, OptionalLong.of(original));
        return new Plan(duplicate, Optional.empty(), "");
      }
    }
    for (Constraint constraint : settings.constraints()) {
      Double cost = costs.get(constraint.metric());
      if (cost != null && !constraint.allows(cost)) {
        return new Plan(
            trial,
            Optional.empty(),
            "%s (%s) breaks the constraint %s"
                .formatted(constraint.metric(), CostMetric.text(cost), constraint));
      }
    }
    return new Plan(
        trial, Optional.of(new Candidate(proposal.architecture(), network, recipe)), "");
  }

  private Trial trial(
      long number,
      Proposal proposal,
      String hash,
      Recipe recipe,
      ImmutableMap<String, Double> costs,
      OptionalLong duplicateOf) {
    return new Trial(
        number,
        TrialState.RUNNING,
        Seeds.derive(settings.seed(), "trial", number),
        proposal.architecture(),
        hash,
        recipe.hash(),
        proposal.fidelity(),
        proposal.continues(),
        proposal.parents(),
        costs,
        0.0,
        duplicateOf,
        "");
  }
}
