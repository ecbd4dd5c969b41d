package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.network.Shape;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.JointSpace;
import dev.espalier.space.NetworkSpace;

/**
 * An experiment that has met its data: what the data decide is settled. It knows no strategy and no
 * evaluator, which may be gone when a study is looked at.
 *
 * @param experiment its space as the task needs it
 * @param dataset loaded
 * @param task told by the data
 * @param input shape of one example
 * @param networks the space of the experiment, bound to the data
 * @param space the same together with what is searched of the training
 * @param objectives those of the experiment, or the task's own
 */
record Problem(
    Experiment experiment,
    Dataset dataset,
    Task task,
    Shape input,
    NetworkSpace networks,
    NetworkSpace space,
    ImmutableList<Objective> objectives) {

  /**
   * Loads the data.
   *
   * @throws IllegalArgumentException if data and space do not fit together
   */
  static Problem of(Experiment experiment) {
    return of(experiment, Datasets.load(experiment.dataset()));
  }

  /** The same with data that are loaded. */
  static Problem of(Experiment given, Dataset dataset) {
    Engine.check();
    Task task = Tasks.of(dataset);
    Shape input = InputShapes.of(dataset.shape());
    Experiment experiment =
        DataDefaults.fill(given, task, input, dataset.searchData().train().size()).forTask(task);
    ExperimentChecks.check(experiment.space(), task);
    NetworkSpace networks = experiment.space().bind(input, dataset.searchData().outputs());
    return new Problem(
        experiment,
        dataset,
        task,
        input,
        networks,
        joint(networks, experiment.recipes()),
        experiment.objectives().isEmpty()
            ? ImmutableList.of(
                task.primary().objective(Split.VALIDATION), CostMetric.MACS.objective())
            : experiment.objectives());
  }

  private static NetworkSpace joint(NetworkSpace networks, RecipeSpace recipes) {
    return recipes.isFixed() ? networks : JointSpace.of(networks, recipes.decisions());
  }

  /** The same for an experiment that differs in what the data do not touch. */
  Problem with(Experiment other) {
    return new Problem(other, dataset, task, input, networks, space, objectives);
  }

  /** What an architecture describes, and below it what was searched of its training. */
  String drawing(Architecture architecture) {
    StringBuilder text = new StringBuilder(space.drawing(architecture).text());
    for (Decision decision : experiment.recipes().decisions()) {
      String value = architecture.values().get(decision.name());
      if (value != null) {
        text.append("%s = %s\n".formatted(decision.name(), value));
      }
    }
    return text.toString();
  }

  /** The training at length, by a recipe. */
  FinalTraining finalTraining(Recipe recipe) {
    return training(recipe, experiment.retraining().epochs());
  }

  /** A training by a recipe, of some length. */
  FinalTraining training(Recipe recipe, int epochs) {
    return new FinalTraining(
        recipe, epochs, task, dataset.preprocessing().targets(), experiment.engine());
  }
}
