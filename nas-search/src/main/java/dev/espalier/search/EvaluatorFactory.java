package dev.espalier.search;

import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.Dataset;
import dev.espalier.eval.train.TrainEvaluator;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;

/**
 * Makes the evaluator of a search. Its {@link Evaluator#id} is part of the study's identity, so a
 * study that was scored otherwise is not gone on with by mistake.
 */
@FunctionalInterface
public interface EvaluatorFactory {

  /**
   * Makes an evaluator, which the search closes. It must give all metrics of the objectives that
   * are no costs, and must keep off the test split.
   *
   * @param dataset loaded, divided and prepared
   * @param task told by the data
   */
  Evaluator create(Experiment experiment, Dataset dataset, Task task);

  /** Scores by training on the training split, as experiments do unless told otherwise. */
  static EvaluatorFactory training() {
    return (experiment, dataset, task) ->
        new TrainEvaluator(
            dataset.searchData(),
            task,
            dataset.preprocessing().targets(),
            experiment.engine(),
            experiment.objectives().isEmpty()
                ? ImmutableSet.of(task.primary().on(Split.VALIDATION))
                : experiment.objectives().stream()
                    .map(Objective::metric)
                    .collect(ImmutableSet.toImmutableSet()),
            experiment.seed());
  }
}
