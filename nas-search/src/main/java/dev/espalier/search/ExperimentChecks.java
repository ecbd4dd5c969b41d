package dev.espalier.search;

import dev.espalier.config.Faults;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Augmentation;
import dev.espalier.search.experiment.SpaceChoice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what does not fit together in an experiment, all of it at once. */
final class ExperimentChecks {
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
   * Of metrics and augmentations with the data.
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

  private void add(String path, String value, String remedy) {
    faults.add(problem.experiment().origin().fault(path, value, remedy));
  }
}
