package dev.espalier.datasets.split;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Keeps groups whole: no group is in both parts. Groups are divided class by class, where the class
 * of a group is its most frequent one, so that classes are spread as evenly as whole groups allow.
 * A class with a single group stays in the part that is kept.
 */
public final class GroupSplit implements SplitRule {
  private final ImmutableList<String> groups;
  private final int[] labels;

  /**
   * By the group of each row of the data.
   *
   * @param labels class of each row; all zero for regression
   */
  public GroupSplit(List<String> groups, int[] labels) {
    this.groups = ImmutableList.copyOf(groups);
    this.labels = labels.clone();
  }

  @Override
  public TwoParts split(int[] rows, double fraction, RandomGenerator random) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int row : rows) {
      members.computeIfAbsent(groups.get(row), name -> new ArrayList<>()).add(row);
    }
    if (members.size() < 2) {
      throw new IllegalArgumentException(
          "all %s examples are in %s group(s) %s; two are needed to keep groups whole"
              .formatted(rows.length, members.size(), members.keySet()));
    }
    Map<Integer, List<List<Integer>>> strata = new TreeMap<>();
    members
        .values()
        .forEach(
            group ->
                strata.computeIfAbsent(commonLabel(group), label -> new ArrayList<>()).add(group));
    BitSet out = new BitSet();
    strata.values().forEach(stratum -> holdOut(stratum, fraction, random, out));
    if (out.isEmpty()) {
      // Every class has one group only: hold out one of them rather than none.
      members.values().stream()
          .skip(random.nextInt(members.size()))
          .findFirst()
          .orElseThrow()
          .forEach(out::set);
    }
    return TwoParts.of(rows, out);
  }

  /** Takes groups in random order as long as each brings the part nearer to its wanted size. */
  private static void holdOut(
      List<List<Integer>> stratum, double fraction, RandomGenerator random, BitSet out) {
    int total = stratum.stream().mapToInt(List::size).sum();
    double wanted = fraction * total;
    int[] order = Shuffle.of(IntStream.range(0, stratum.size()).toArray(), random);
    int taken = 0;
    int groupsTaken = 0;
    for (int index : order) {
      List<Integer> group = stratum.get(index);
      boolean nearer = Math.abs(taken + group.size() - wanted) < Math.abs(taken - wanted);
      if (nearer && groupsTaken < stratum.size() - 1) {
        group.forEach(out::set);
        taken += group.size();
        groupsTaken++;
      }
    }
    if (groupsTaken == 0 && stratum.size() > 1) {
      List<Integer> smallest = stratum.get(order[0]);
      for (int index : order) {
        if (stratum.get(index).size() < smallest.size()) {
          smallest = stratum.get(index);
        }
      }
      smallest.forEach(out::set);
    }
  }

  private int commonLabel(List<Integer> group) {
    Map<Integer, Integer> counts = new TreeMap<>();
    group.forEach(row -> counts.merge(labels[row], 1, Integer::sum));
    int best = labels[group.get(0)];
    for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
      if (count.getValue() > counts.getOrDefault(best, 0)) {
        best = count.getKey();
      }
    }
    return best;
  }
}
