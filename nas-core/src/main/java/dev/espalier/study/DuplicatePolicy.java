package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.trial.Trial;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** What is done with a proposal whose network, recipe and fidelity were tried before. */
public enum DuplicatePolicy {
  /** It shares the earlier trial's outcome and costs nothing. */
  REUSE,
  /** It is evaluated again, with a seed of its own. */
  EVALUATE,
  /** It is evaluated again, and counts as the mean of all evaluations so far. */
  AVERAGE;

  /**
   * The policy of an id.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static DuplicatePolicy of(String id) {
    return Arrays.stream(values())
        .filter(policy -> policy.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "duplicates '%s' must be one of %s"
                        .formatted(id, Arrays.stream(values()).map(DuplicatePolicy::id).toList())));
  }

  /**
   * Trials with the scores that they are ranked by: under {@link #AVERAGE} the mean over all
   * evaluations of the same network, recipe and fidelity, otherwise their own.
   *
   * @param trials all of a study
   */
  public ImmutableList<Trial> judged(Collection<Trial> trials) {
    return this == AVERAGE ? Averages.over(trials) : ImmutableList.copyOf(trials);
  }

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
