package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Direction;
import dev.espalier.objective.Objective;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.trial.Budget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What an experiment that {@link ExperimentWriter} wrote says of itself, read without its data, its
 * space or its strategy, which may be gone.
 *
 * @param name of the study
 * @param budget what it may spend
 * @param objectives what is optimised, the most important first
 * @param constraints what a network must keep to
 * @param duplicates by what scores trials are ranked
 */
public record StudyOutline(
    String name,
    Budget budget,
    ImmutableList<Objective> objectives,
    ImmutableList<Constraint> constraints,
    DuplicatePolicy duplicates) {

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no experiment with every default filled in
   */
  public static StudyOutline of(String yaml) {
    try {
      Map<?, ?> root = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
      return new StudyOutline(
          String.valueOf(map(root.get("study")).get("name")),
          budget(map(root.get("budget"))),
          list(root.get("objectives")).stream()
              .map(item -> objective(map(item)))
              .collect(ImmutableList.toImmutableList()),
          list(root.get("constraints")).stream()
              .map(item -> constraint(map(item)))
              .collect(ImmutableList.toImmutableList()),
          DuplicatePolicy.of(String.valueOf(required(root.get("duplicates")))));
    } catch (YAMLException | ClassCastException cause) {
      throw new IllegalArgumentException(
          "experiment.yaml is not as a search left it: " + cause.getMessage(), cause);
    }
  }

  private static Budget budget(Map<?, ?> limits) {
    return new Budget(
        limit(limits, "trials").mapToInt(Number::intValue).findFirst(),
        limit(limits, "trainings").mapToDouble(Number::doubleValue).findFirst(),
        limit(limits, "minutes").mapToDouble(Number::doubleValue).findFirst());
  }

  private static Stream<Number> limit(Map<?, ?> limits, String key) {
    return Stream.ofNullable((Number) limits.get(key));
  }

  private static Objective objective(Map<?, ?> item) {
    return new Objective(
        String.valueOf(item.get("metric")), Direction.of(String.valueOf(item.get("direction"))));
  }

  private static Constraint constraint(Map<?, ?> item) {
    return new Constraint(
        String.valueOf(item.get("metric")),
        item.containsKey("min") ? number(item.get("min")).doubleValue() : Double.NEGATIVE_INFINITY,
        item.containsKey("max") ? number(item.get("max")).doubleValue() : Double.POSITIVE_INFINITY);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) required(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) required(value);
  }

  private static Number number(@Nullable Object value) {
    return (Number) required(value);
  }

  private static Object required(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "experiment.yaml is not as a search left it: it lacks study, budget, objectives or constraints");
    }
    return value;
  }
}
