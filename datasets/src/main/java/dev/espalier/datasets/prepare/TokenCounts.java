package dev.espalier.datasets.prepare;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often tokens occur. For one thread. */
final class TokenCounts {
  private final Map<String, Integer> counts = new HashMap<>();

  void add(String token) {
    counts.merge(token, 1, Integer::sum);
  }

  /** The most frequent tokens first, equally frequent ones in alphabetical order. */
  ImmutableList<String> mostFrequent(int limit, Set<String> excluded) {
    return counts.entrySet().stream()
        .filter(entry -> !excluded.contains(entry.getKey()))
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .collect(ImmutableList.toImmutableList());
  }
}
