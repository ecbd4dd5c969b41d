package dev.espalier.search;

import dev.espalier.config.Faults;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.Recurrent;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Domain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Finds what does not fit together in an experiment, all of it at once. */
final class ExperimentChecks {
  private static final String CARRIED = "true";

  /** So many tell whether a space has recurrent layers. */
  private static final int NETWORKS = 20;

  private final Problem problem;
  private final Faults faults = new Faults();

  private ExperimentChecks(Problem problem) {
    this.problem = problem;
  }

  /** Of a space and a task, before the space is bound. */
  static void check(SpaceChoice space, Task task) {
    Faults misfit = new Faults();
    space.misfit(task).ifPresent(misfit::add);
    misfit.check();
  }

  /**
   * Of metrics and the recipe with the data, the space and the engine.
   *
   * @param measured by the evaluator
   */
  static void check(Problem problem, Set<DeclaredMetric> measured) {
    ExperimentChecks checks = new ExperimentChecks(problem);
    Set<String> known = new LinkedHashSet<>();
    measured.forEach(metric -> known.add(metric.id()));
    for (CostMetric cost : CostMetric.values()) {
      known.add(cost.id());
    }
    checks.metrics(
        "objectives", problem.objectives().stream().map(Objective::metric).toList(), known);
    checks.metrics(
        "constraints",
        problem.experiment().constraints().stream().map(Constraint::metric).toList(),
        known);
    checks.augmentations();
    checks.carriedStates();
    checks.faults.check();
  }

  private void metrics(String key, List<String> metrics, Set<String> known) {
    for (int i = 0; i < metrics.size(); i++) {
      String metric = metrics.get(i);
      if (!known.contains(metric)) {
        String remedy =
            "is no metric of a %s, which the data (%s) are for; must be one of %s"
                .formatted(problem.task().id(), problem.dataset().name(), String.join(", ", known));
        add("%s[%s].metric".formatted(key, i), metric, remedy);
      }
    }
  }

  private void augmentations() {
    List<Augmentation> augment = problem.experiment().recipes().augmentations();
    String list =
        problem.experiment().recipes().searchesAugmentations()
            ? "evaluator.training.augment.subset"
            : "evaluator.training.augment";
    for (int i = 0; i < augment.size(); i++) {
      Augmentation each = augment.get(i);
      String path = "%s[%s]".formatted(list, i);
      each.misfit(problem.input())
          .ifPresent(
              why ->
                  add(path, each.name(), "%s (data %s)".formatted(why, problem.dataset().name())));
    }
  }

  private void carriedStates() {
    RecipeSpace recipes = problem.experiment().recipes();
    Domain searched = recipes.searched().get(RecipeSetting.TBPTT);
    boolean carried =
        searched == null ? recipes.base().tbptt() : searched.values().contains(CARRIED);
    if (!carried) {
      return;
    }
    String path =
        "evaluator.training." + RecipeSetting.TBPTT.key() + (searched == null ? "" : ".choice");
    if (problem.task() != Task.LANGUAGE_MODEL) {
      add(
          path,
          CARRIED,
          "is for language models, of which windows follow each other; must be false");
    } else if (problem.experiment().engine() == Engine.STOCK) {
      add(path, CARRIED, "takes engine: onednn; must be false with engine: stock");
    } else if (!hasStates()) {
      add(
          path,
          CARRIED,
          "needs recurrent layers, whose states are carried; must be false for space "
              + problem.networks().name());
    }
  }

  /** Whether any of some networks of the space does. */
  private boolean hasStates() {
    RandomGenerator random = Seeds.generator(0, "states", 0);
    return Stream.generate(() -> problem.networks().sample(random))
        .limit(NETWORKS)
        .flatMap(architecture -> problem.networks().expand(architecture).nodes().stream())
        .anyMatch(
            node -> node.layer() instanceof Recurrent || node.layer() instanceof DagRecurrent);
  }

  private void add(String path, String value, String remedy) {
    faults.add(problem.experiment().origin().fault(path, value, remedy));
  }
}
