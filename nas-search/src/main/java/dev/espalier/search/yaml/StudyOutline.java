package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Direction;
import dev.espalier.objective.Objective;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * @param trials evaluated trials that it may have
 * @param objectives what is optimised, the most important first
 * @param constraints what a network must keep to
 */
public record StudyOutline(
    String name,
    int trials,
    ImmutableList<Objective> objectives,
    ImmutableList<Constraint> constraints) {

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
          number(map(root.get("budget")).get("trials")).intValue(),
          list(root.get("objectives")).stream()
              .map(item -> objective(map(item)))
              .collect(ImmutableList.toImmutableList()),
          list(root.get("constraints")).stream()
              .map(item -> constraint(map(item)))
              .collect(ImmutableList.toImmutableList()));
    } catch (YAMLException | ClassCastException cause) {
      throw new IllegalArgumentException(
          "experiment.yaml is not as a search left it: " + cause.getMessage(), cause);
    }
  }

  private static Objective objective(Map<?, ?> item) {
    return new Objective(
        String.valueOf(item.get("metric")),
        Direction.valueOf(String.valueOf(item.get("direction")).toUpperCase(Locale.ROOT)));
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
