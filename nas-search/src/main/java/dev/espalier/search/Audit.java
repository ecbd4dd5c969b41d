package dev.espalier.search;

import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.eval.audit.RankCorrelation;
import java.util.List;
import java.util.Map;

/**
 * How well the scores of a search, which stand in for those of trainings, ranked some of its
 * trials.
 *
 * @param metric of the search, whose scores were checked
 * @param epochs that the trials were trained for, alone
 * @param trials their numbers
 * @param ranks agreement with the scores of those trainings: of the search's own scores by {@code
 *     metric}, and of {@code macs} and {@code params} taken as scores
 */
public record Audit(
    String metric, int epochs, List<Long> trials, Map<String, RankCorrelation> ranks) {
  public Audit {
    trials = List.copyOf(trials);
    ranks = ImmutableSortedMap.copyOf(ranks);
  }

  /** Agreement of the search's own scores. */
  public RankCorrelation own() {
    RankCorrelation own = ranks.get(metric);
    if (own == null) {
      throw new IllegalStateException("an audit of %s has no rank of it".formatted(metric));
    }
    return own;
  }

  /** Whether a cost, taken as a score, ranked at least as well. */
  public boolean noBetterThanCosts() {
    double own = own().tau();
    return ranks.entrySet().stream()
        .filter(rank -> !rank.getKey().equals(metric))
        .anyMatch(rank -> !(own > rank.getValue().tau()));
  }
}
