package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableSet;
import dev.espalier.parameter.Parameter;
import dev.espalier.space.Architecture;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.SearchSpace;
import java.util.random.RandomGenerator;

/** Which decision of an architecture a mutation changes. */
public enum Mutation {
  /** Every open decision is equally likely. */
  DECISION,
  /**
   * Every kind of decision (operation, edge, depth, width, other) is equally likely, so that the
   * few that say how deep and wide a network is change as often as the many that choose operations.
   */
  KIND;

  /** As a parameter of strategies. */
  static final Parameter<String> PARAMETER =
      Parameter.choice(
          "mutation",
          "every open decision equally likely, or every kind: operation, edge, depth, width",
          "decision",
          "kind");

  /** Of its id. */
  static Mutation of(String id) {
    return id.equals("kind") ? KIND : DECISION;
  }

  /** The architecture with one open decision changed. */
  Architecture mutate(SearchSpace space, Architecture architecture, RandomGenerator random) {
    if (this == DECISION) {
      return space.mutate(architecture, random);
    }
    ImmutableSet<DecisionKind> kinds =
        space.decisions().stream()
            .filter(decision -> architecture.values().containsKey(decision.name()))
            .filter(decision -> decision.domain().isOpen())
            .map(decision -> decision.kind())
            .collect(ImmutableSet.toImmutableSet());
    if (kinds.isEmpty()) {
      return architecture;
    }
    DecisionKind kind = kinds.asList().get(random.nextInt(kinds.size()));
    return space.mutate(architecture, decision -> decision.kind() == kind, random);
  }
}
