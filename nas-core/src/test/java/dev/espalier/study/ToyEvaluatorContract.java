package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.EvaluatorContract;
import dev.espalier.objective.Objective;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;

/** What tests take for an evaluator keeps to what evaluators keep to. */
abstract class ToyEvaluatorContract extends EvaluatorContract {
  private static final ToySpace SPACE = new ToySpace(4, 1);

  private final Evaluator evaluator;

  ToyEvaluatorContract(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  protected Evaluator evaluator() {
    return evaluator;
  }

  @Override
  protected EvaluationProblem problem() {
    return new EvaluationProblem(
        SPACE,
        ImmutableList.of(Objective.maximize("val_accuracy")),
        Ladder.to(Fidelity.epochs(4)),
        3);
  }

  @Override
  protected Candidate candidate() {
    Architecture architecture = Architecture.parse("width=1;depth=1;label=1");
    return new Candidate(architecture, SPACE.expand(architecture), Recipe.builder().build());
  }
}
