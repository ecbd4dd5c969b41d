package dev.espalier.datasets.split;

import com.google.common.primitives.Ints;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A part of the training examples, for trainings that are to be short. */
public final class Share {
  private Share() {}

  /**
   * Rows of a share: of each class, if there are classes, but at least one row of each; of windows
   * of a text the first ones, in their order. Equal seeds give equal shares, and a smaller share
   * lies within a larger one.
   *
   * @param fraction in (0, 1]
   */
  public static int[] of(Targets targets, double fraction, long seed) {
    if (!(fraction > 0.0 && fraction <= 1.0)) {
      throw new IllegalArgumentException("fraction (%s) must lie in (0, 1]".formatted(fraction));
    }
    if (targets instanceof StepLabels) {
      return IntStream.range(0, share(fraction, targets.size())).toArray();
    }
    RandomGenerator random = SplitRule.random(seed);
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int row = 0; row < targets.size(); row++) {
      int group = targets instanceof Targets.Labels labels ? labels.label(row) : 0;
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(row);
    }
    List<Integer> chosen = new ArrayList<>();
    for (List<Integer> group : groups.values()) {
      int[] shuffled = Shuffle.of(Ints.toArray(group), random);
      chosen.addAll(Ints.asList(shuffled).subList(0, share(fraction, shuffled.length)));
    }
    return Ints.toArray(chosen);
  }

  private static int share(double fraction, int of) {
    return Math.max(1, (int) Math.round(fraction * of));
  }
}
