package dev.espalier.search.bench;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Summary;
import dev.espalier.parameter.Part;
import dev.espalier.space.Architecture;

/**
 * What a strategy found on a table, by many seeds.
 *
 * @param strategy with the parameters that were given
 * @param table name of the table
 * @param seeds one run each
 */
public record TabularRun(Part strategy, String table, ImmutableList<Seed> seeds) {
  private static final double NORMAL_95 = 1.959964;

  /**
   * One run.
   *
   * @param reports what the table reports of the incumbent after each evaluation
   * @param evaluated what was paid for, in order
   * @param seconds that evaluating took, by those rows of the table that say so
   */
  public record Seed(
      ImmutableList<Double> reports, ImmutableList<Architecture> evaluated, double seconds) {

    /** The report after so many evaluations; of a run that ended before, its last. */
    public double after(int evaluations) {
      return reports.get(Math.min(evaluations, reports.size()) - 1);
    }
  }

  /** What is reported of the incumbents after so many evaluations. */
  public Summary after(int evaluations) {
    return new Summary(
        seeds.stream()
            .map(seed -> seed.after(evaluations))
            .collect(ImmutableList.toImmutableList()));
  }

  /** The most evaluations that a seed made. */
  public int evaluations() {
    return seeds.stream().mapToInt(seed -> seed.reports().size()).max().orElse(0);
  }

  /** Half the width of the 95 % interval of a mean, by the normal distribution. */
  public static double interval(Summary summary) {
    return NORMAL_95 * summary.standardError();
  }

  /** What the strategy is called: its id, and the parameters that were given. */
  public String label() {
    return strategy.values().isEmpty()
        ? strategy.type()
        : "%s %s".formatted(strategy.type(), strategy.values());
  }
}
