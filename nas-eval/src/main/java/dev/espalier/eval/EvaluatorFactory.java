package dev.espalier.eval;

import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Task;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.PartFactory;
import dev.espalier.parameter.Registry;

/**
 * Makes an evaluator from its parameters; found by {@link java.util.ServiceLoader}. An experiment
 * names it as {@code evaluator: {type: ...}}, and its parameters are part of a study's identity.
 */
public interface EvaluatorFactory extends PartFactory {

  /** What its evaluators measure on data of a task, before there are any. */
  ImmutableSet<DeclaredMetric> metrics(
      Task task, ParameterValues values, Registry<EvaluatorFactory> evaluators);

  /**
   * Makes an evaluator, which must keep off the test split.
   *
   * @param values a value for every parameter
   * @param evaluators all there are, for an evaluator that wraps another
   * @throws IllegalArgumentException if values contradict each other or the setting
   */
  Evaluator create(
      EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> evaluators);

  /**
   * The evaluator that a part names.
   *
   * @throws IllegalArgumentException for an unknown id, an unknown parameter, a value out of
   *     bounds, or values that contradict each other
   */
  static Evaluator create(
      Part part, EvaluatorSetting setting, Registry<EvaluatorFactory> evaluators) {
    return evaluators
        .get(part.type())
        .create(setting, ParameterValues.of(part, evaluators), evaluators);
  }

  /** What the evaluator that a part names measures; throws as {@link #create}. */
  static ImmutableSet<DeclaredMetric> metrics(
      Part part, Task task, Registry<EvaluatorFactory> evaluators) {
    return evaluators
        .get(part.type())
        .metrics(task, ParameterValues.of(part, evaluators), evaluators);
  }
}
