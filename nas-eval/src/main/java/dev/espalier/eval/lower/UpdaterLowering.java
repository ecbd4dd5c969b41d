package dev.espalier.eval.lower;

import dev.espalier.recipe.Optimizer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The update rule in Deeplearning4j's terms.
 *
 * @param learningRate of the next step
 */
public record UpdaterLowering(double learningRate) implements Optimizer.Visitor<IUpdater> {
  @Override
  public IUpdater sgd(Optimizer.Sgd rule) {
    return new Sgd(learningRate);
  }

  @Override
  public IUpdater nesterov(Optimizer.Nesterov rule) {
    return new Nesterovs(learningRate, rule.momentum());
  }

  @Override
  public IUpdater adam(Optimizer.Adam rule) {
    return new Adam(learningRate, rule.beta1(), rule.beta2(), rule.epsilon());
  }
}
