package dev.espalier.study;

import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers how near the drawn architectures came, to say so if none fits. Not thread-safe. */
final class Nearest {
  private final String space;
  private final Map<Constraint, Seen> seen = new LinkedHashMap<>();
  private String fault = "";
  private int draws;

  Nearest(String space) {
    this.space = space;
  }

  void saw(ConstrainedSpace.Feasibility feasibility, List<Constraint> constraints) {
    draws++;
    if (!feasibility.fault().isEmpty()) {
      fault = feasibility.fault();
      return;
    }
    for (Constraint constraint : constraints) {
      double value = feasibility.value(constraint);
      seen.merge(
          constraint,
          new Seen(constraint.excess(value), value, constraint.allows(value) ? 0 : 1),
          Seen::and);
    }
  }

  /** Names the constraint that was broken most often. */
  InfeasibleSpaceException failure() {
    return seen.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.comparingInt(Seen::broken)))
        .map(
            entry ->
                new InfeasibleSpaceException(
                    ("space '%s': none of %d architectures keeps to all constraints; "
                            + "%d break %s, and the nearest to it has %s")
                        .formatted(
                            space,
                            draws,
                            entry.getValue().broken(),
                            entry.getKey(),
                            CostMetric.text(entry.getValue().value()))))
        .orElseGet(
            () ->
                new InfeasibleSpaceException(
                    "space '%s': none of %d architectures gives a network; the last one: %s"
                        .formatted(space, draws, fault)));
  }

  /** How often a constraint was broken, and the value that came nearest to what it allows. */
  private record Seen(double excess, double value, int broken) {
    Seen and(Seen other) {
      Seen nearer = excess <= other.excess ? this : other;
      return new Seen(nearer.excess, nearer.value, broken + other.broken);
    }
  }
}
