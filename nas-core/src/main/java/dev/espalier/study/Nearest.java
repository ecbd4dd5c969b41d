package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.space.Architecture;
import dev.espalier.study.ConstrainedSpace.Feasibility;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Remembers which architecture came nearest, to go on from it or to say so. Not thread-safe. */
final class Nearest {
  private final String space;
  private final List<Constraint> constraints;
  private @Nullable Architecture architecture;
  private Feasibility feasibility = Feasibility.UNKNOWN;
  private int seen;

  Nearest(String space, List<Constraint> constraints) {
    this.space = space;
    this.constraints = constraints;
  }

  /** One that does not fit; of two that are equally near, the later is kept. */
  void saw(Architecture other, Feasibility known) {
    seen++;
    if (architecture == null || known.excess(constraints) <= feasibility.excess(constraints)) {
      architecture = other;
      feasibility = known;
    }
  }

  /** A draw that came to nothing. */
  void saw(String fault) {
    seen++;
    if (architecture == null) {
      feasibility = new Feasibility(ImmutableMap.of(), fault);
    }
  }

  /** Empty before the first. */
  Optional<Architecture> architecture() {
    return Optional.ofNullable(architecture);
  }

  /** Names the constraints that the nearest breaks, with the values that it has. */
  InfeasibleSpaceException failure() {
    if (!feasibility.fault().isEmpty()) {
      return new InfeasibleSpaceException(
          "space '%s': none of %s architectures gives a network; the last one: %s"
              .formatted(space, seen, feasibility.fault()));
    }
    return new InfeasibleSpaceException(
        "space '%s': none of %s architectures keeps to all constraints; the nearest breaks %s"
            .formatted(
                space,
                seen,
                constraints.stream()
                    .filter(constraint -> !constraint.allows(feasibility.value(constraint)))
                    .map(this::broken)
                    .collect(Collectors.joining(" and "))));
  }

  private String broken(Constraint constraint) {
    return "%s (it has %s)".formatted(constraint, CostMetric.text(feasibility.value(constraint)));
  }
}
