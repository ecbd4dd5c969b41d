package dev.espalier.eval.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;

/** Makes {@link TrainEvaluator}, id {@code train}. */
public final class TrainFactory implements EvaluatorFactory {
  private static final String INHERIT = "inherit";
  private static final Parameter<String> SHARING =
      Parameter.choice(
          "sharing",
          "inherit: a network starts from the weights of those that it descends from, where they fit",
          "none",
          INHERIT);

  @Override
  public String id() {
    return "train";
  }

  @Override
  public String summary() {
    return "Trains every network by itself and scores it on validation data";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(SHARING);
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
        setting.engine(),
        values.get(SHARING).equals(INHERIT),
        setting.trialMemory());
  }
}
