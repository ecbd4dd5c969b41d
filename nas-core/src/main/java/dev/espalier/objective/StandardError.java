package dev.espalier.objective;

import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a score is likely to be off.
 *
 * @param value one standard error, in the metric's unit; 0 where nothing is known of it
 * @param examples whether it counts that there are only so many validation examples
 * @param seeds whether it counts that another seed scores otherwise
 */
public record StandardError(double value, boolean examples, boolean seeds) {
  /** Nothing is known of it. */
  public static final StandardError UNKNOWN = new StandardError(0.0, false, false);

  private static final String SUFFIX = "_se";

  public StandardError {
    if (!(value >= 0.0)) {
      throw new IllegalArgumentException(
          "standard error (%s) must not be negative".formatted(value));
    }
  }

  private record Repeat(String network, String recipe, Fidelity fidelity) {
    static Repeat of(Trial trial) {
      return new Repeat(trial.canonicalHash(), trial.recipe(), trial.fidelity());
    }
  }

  /**
   * The id by which an evaluator gives a metric's standard error over the examples, beside the
   * metric: {@code val_accuracy_se} for {@code val_accuracy}.
   */
  public static String id(String metric) {
    return metric + SUFFIX;
  }

  /** Whether an id is that of a standard error among other metrics. */
  public static boolean isId(String id, Collection<String> metrics) {
    return id.endsWith(SUFFIX) && metrics.contains(id.substring(0, id.length() - SUFFIX.length()));
  }

  /**
   * Of a trial's score: the error over the examples, where the evaluator gave it, and the spread
   * over the seeds, where networks were evaluated more than once.
   *
   * @param metric what it is the error of
   * @param evaluations all trials of the study, each with its own score
   * @param averaged whether the trial's score is the mean over all evaluations of its network
   */
  public static StandardError of(
      Trial trial, String metric, Collection<Trial> evaluations, boolean averaged) {
    Double examples = trial.metrics().get(id(metric));
    Map<Repeat, List<Trial>> repeats =
        evaluations.stream()
            .filter(each -> each.state() == TrialState.COMPLETED)
            .filter(each -> each.metrics().containsKey(metric))
            .collect(Collectors.groupingBy(Repeat::of));
    double squares = 0.0;
    int free = 0;
    for (List<Trial> same : repeats.values()) {
      double mean = same.stream().mapToDouble(each -> each.metric(metric)).average().orElseThrow();
      squares += same.stream().mapToDouble(each -> square(each.metric(metric) - mean)).sum();
      free += same.size() - 1;
    }
    int own = averaged ? repeats.getOrDefault(Repeat.of(trial), List.of(trial)).size() : 1;
    double seeds = free == 0 ? 0.0 : Math.sqrt(squares / free / own);
    return of(examples == null ? 0.0 : examples, seeds);
  }

  /** Of two sources that know nothing of each other; 0 for one that is not known. */
  public static StandardError of(double examples, double seeds) {
    return new StandardError(Math.hypot(examples, seeds), examples > 0.0, seeds > 0.0);
  }

  /** What it counts, as in "0.01 of the validation examples". */
  public String sources() {
    if (examples) {
      return seeds ? "of the validation examples and the seeds" : "of the validation examples";
    }
    return seeds ? "of the seeds" : "unknown";
  }

  private static double square(double value) {
    return value * value;
  }
}
