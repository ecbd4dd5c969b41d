package dev.espalier.eval.train;

import com.google.common.collect.ImmutableSet;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Task;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;

/** Makes {@link TrainEvaluator}, id {@code train}. */
public final class TrainFactory implements EvaluatorFactory {
  @Override
  public String id() {
    return "train";
  }

  @Override
  public String summary() {
    return "Trains every network from scratch and scores it on validation data";
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics(
      Task task, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
    return TrainEvaluator.metrics(task);
  }

  @Override
  public Evaluator create(
      EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
    return new TrainEvaluator(
        setting.dataset().searchData(),
        setting.task(),
        setting.dataset().preprocessing().targets(),
        setting.engine());
  }
}
