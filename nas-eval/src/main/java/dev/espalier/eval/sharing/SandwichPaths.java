package dev.espalier.eval.sharing;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.SearchSpace;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paths of another sampler, each at its narrowest and its widest beside as it is (the sandwich
 * rule of Yu and Huang, <i>Universally Slimmable Networks</i>, ICCV 2019). Where the space does not
 * allow one of them, the path as it is takes its place.
 */
record SandwichPaths(PathSampler paths, SearchSpace space) implements PathSampler {
  private static final int WIDTHS = 3;

  /** Whether a space has widths to choose. */
  static boolean fits(SearchSpace space) {
    return space.decisions().stream().anyMatch(SandwichPaths::isWidth);
  }

  private static boolean isWidth(Decision decision) {
    return decision.kind() == DecisionKind.WIDTH && decision.domain().isListed();
  }

  @Override
  public int pathsAStep() {
    return WIDTHS * paths.pathsAStep();
  }

  @Override
  public ImmutableList<Architecture> paths(long step) {
    ImmutableList.Builder<Architecture> all = ImmutableList.builder();
    for (Architecture path : paths.paths(step)) {
      all.add(path)
          .add(with(path, Comparator.reverseOrder()))
          .add(with(path, Comparator.naturalOrder()));
    }
    return all.build();
  }

  /** With the greatest of its widths by an order. */
  private Architecture with(Architecture path, Comparator<Double> order) {
    Map<String, String> values = new LinkedHashMap<>(path.values());
    for (Decision decision : space.decisions()) {
      if (isWidth(decision) && values.containsKey(decision.name())) {
        values.put(
            decision.name(),
            decision.domain().values().stream()
                .max(Comparator.comparing(Double::valueOf, order))
                .orElseThrow());
      }
    }
    Architecture changed = space.check(Architecture.of(values));
    return space.allows(changed) ? changed : path;
  }
}
