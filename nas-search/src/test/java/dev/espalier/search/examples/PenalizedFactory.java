package dev.espalier.search.examples;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.Registry;

/** Makes {@link PenalizedLoss}, as {@code evaluator: {type: penalized, price: 0.001}}. */
public final class PenalizedFactory implements EvaluatorFactory {
  private static final Parameter<Double> PRICE =
      Parameter.real("price", 1e-6, 0.0, 1e6, "what a parameter adds to the loss");

  @Override
  public String id() {
    return "penalized";
  }

  @Override
  public String summary() {
    return "Trains, and adds a price for each parameter to the loss";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(PRICE);
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics(
      Task task, ParameterValues values, Registry<EvaluatorFactory> all) {
    return EvaluatorFactory.metrics(Part.of("train"), task, all);
  }

  @Override
  public Evaluator create(
      EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> all) {
    Evaluator training = EvaluatorFactory.create(Part.of("train"), setting, all);
    return new PenalizedLoss(training, values.get(PRICE));
  }
}
