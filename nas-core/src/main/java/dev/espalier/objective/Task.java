package dev.espalier.objective;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/** What a model is to do, and how that is measured. */
public enum Task {
  /** One of several classes an example. */
  CLASSIFICATION,
  /** One or more numbers an example. */
  REGRESSION,
  /** The next token of a sequence. */
  LANGUAGE_MODEL;

  /**
   * The task of an id.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static Task of(String id) {
    return Arrays.stream(values())
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "task '%s' must be one of %s"
                        .formatted(id, Arrays.stream(values()).map(Task::id).toList())));
  }

  /** As files spell it, such as {@code language_model}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * All metrics of the task, the primary one first, those of jars on the class path last. Looks
   * these up anew at every call, by the context class loader of the calling thread.
   *
   * @throws IllegalArgumentException if one of them takes an id that is taken
   */
  public ImmutableList<Metric> metrics() {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    builtIn().forEach(metric -> metrics.put(metric.id(), metric));
    for (MetricProvider provider : ServiceLoader.load(MetricProvider.class)) {
      Metric metric = provider.metric();
      if (provider.task() == this && metrics.putIfAbsent(metric.id(), metric) != null) {
        throw new IllegalArgumentException(
            "metric '%s' (%s) is there already for %s; ids must be unique"
                .formatted(metric.id(), provider.getClass().getName(), id()));
      }
    }
    return ImmutableList.copyOf(metrics.values());
  }

  private ImmutableList<Metric> builtIn() {
    return switch (this) {
      case CLASSIFICATION ->
          ImmutableList.of(
              ClassMetrics.accuracy(),
              ClassMetrics.balancedAccuracy(),
              ClassMetrics.macroF1(),
              ClassMetrics.auroc(),
              ClassMetrics.logLoss());
      case REGRESSION ->
          ImmutableList.of(ValueMetrics.rmse(), ValueMetrics.mae(), ValueMetrics.r2());
      case LANGUAGE_MODEL -> ImmutableList.of(ClassMetrics.perplexity());
    };
  }

  /** What training minimises, measured on predictions: {@code val_loss} on validation data. */
  public Metric loss() {
    Metric measured =
        switch (this) {
          case CLASSIFICATION, LANGUAGE_MODEL -> ClassMetrics.logLoss();
          case REGRESSION -> ValueMetrics.mse();
        };
    return new Metric("loss", measured.direction(), measured.formula());
  }

  /** The metric that is optimised unless another is asked for. */
  public Metric primary() {
    return builtIn().get(0);
  }

  /**
   * The metric of an id without prefix.
   *
   * @throws IllegalArgumentException if the task has none such, naming those it has
   */
  public Metric metric(String id) {
    return metrics().stream()
        .filter(metric -> metric.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "metric '%s' must be one of %s for %s".formatted(id, metrics(), id())));
  }
}
