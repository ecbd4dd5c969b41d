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

/** An evaluator whose scores depend on the version of shared weights. */
class SharedWeightsEvaluatorTest extends EvaluatorContract {
  private static final ToySpace SPACE = new ToySpace(4, 1);

  @Override
  protected Evaluator evaluator() {
    return new ToySupernet();
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
