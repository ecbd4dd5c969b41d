package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.FinalTraining;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.network.Shape;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.search.yaml.ExperimentWriter;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.JointSpace;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.config.Faults;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.Parameter;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.strategy.StrategySetting;
import dev.espalier.study.ConstrainedSpace;
import dev.espalier.study.StudySettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An experiment that has met its data: what the data decides is settled, and whatever does not fit
 * together is found out before the first trial.
 *
 * @param experiment as written
 * @param dataset loaded
 * @param task told by the data
 * @param input shape of one example
 * @param networks the space of the experiment, bound to the data
 * @param space the same together with what is searched of the training
 * @param objectives those of the experiment, or the task's own
 * @param strategies those that were registered, beside those on the class path
 * @param evaluators what scores candidates
 */
record Prepared(
    Experiment experiment,
    Dataset dataset,
    Task task,
    Shape input,
    NetworkSpace networks,
    NetworkSpace space,
    ImmutableList<Objective> objectives,
    ImmutableList<StrategyFactory> strategies,
    EvaluatorFactory evaluators) {

  /**
   * Loads the data and checks all that can be checked without training.
   *
   * @throws IllegalArgumentException if data, space, metrics, augmentations or strategy do not fit
   *     together
   */
  static Prepared of(Experiment experiment) {
    return of(
        experiment,
        Datasets.load(experiment.dataset()),
        ImmutableList.of(),
        EvaluatorFactory.training());
  }

  /** The same, with data that is loaded, strategies and an evaluator of the caller's own. */
  static Prepared of(
      Experiment given,
      Dataset dataset,
      List<StrategyFactory> strategies,
      EvaluatorFactory evaluators) {
    Engine.check();
    Task task = Tasks.of(dataset);
    Experiment experiment = given.forTask(task);
    Shape input = InputShapes.of(dataset.shape());
    Faults misfit = new Faults();
    experiment.space().misfit(task).ifPresent(misfit::add);
    misfit.check();
    NetworkSpace networks = experiment.space().bind(input, dataset.searchData().outputs());
    ImmutableList<Objective> objectives =
        experiment.objectives().isEmpty()
            ? ImmutableList.of(
                task.primary().objective(Split.VALIDATION), CostMetric.MACS.objective())
            : experiment.objectives();
    Prepared prepared =
        new Prepared(
            experiment,
            dataset,
            task,
            input,
            networks,
            joint(networks, experiment.recipes()),
            objectives,
            ImmutableList.copyOf(strategies),
            evaluators);
    Faults faults = new Faults();
    prepared.checkMetrics(faults);
    prepared.checkAugmentations(faults);
    faults.check();
    prepared.strategy();
    prepared.searchSpace().sample(Seeds.generator(experiment.seed(), "check", 0));
    return prepared;
  }

  private static NetworkSpace joint(NetworkSpace networks, RecipeSpace recipes) {
    return recipes.isFixed() ? networks : JointSpace.of(networks, recipes.decisions());
  }

  /** The same for an experiment that differs in what the data do not touch. */
  Prepared with(Experiment other) {
    return new Prepared(
        other, dataset, task, input, networks, space, objectives, strategies, evaluators);
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
    return new FinalTraining(
        recipe,
        experiment.retraining().epochs(),
        task,
        dataset.preprocessing().targets(),
        experiment.engine());
  }

  /** A fresh strategy. */
  SearchStrategy strategy() {
    String type = experiment.strategy().type();
    StrategyFactory factory =
        strategies.stream()
            .filter(each -> each.id().equals(type))
            .findFirst()
            .orElseGet(() -> Strategies.factory(type));
    return factory.create(
        new StrategySetting(searchSpace(), objectives, experiment.fidelity()),
        Parameter.resolve(factory.parameters(), experiment.strategy().parameters()));
  }

  /** A fresh evaluator; the caller closes it. */
  Evaluator evaluator() {
    return evaluators.create(experiment, dataset, task);
  }

  /** The rules of the study. */
  StudySettings settings() {
    Execution execution = experiment.execution();
    StudySettings.Builder settings =
        StudySettings.builder(experiment.name())
            .seed(experiment.seed())
            .lookAhead(experiment.lookAhead())
            .objectives(objectives)
            .constraints(experiment.constraints())
            .duplicates(experiment.duplicates())
            .trials(experiment.budget().trials())
            .workers(execution.workers())
            .retries(execution.retries())
            .maxFailedTrials(execution.maxFailedTrials())
            .trialTimeLimit(Duration.ofSeconds(execution.trialTimeoutSeconds()));
    experiment
        .budget()
        .minutes()
        .ifPresent(minutes -> settings.timeBudget(Duration.ofMillis(Math.round(minutes * 60_000))));
    return settings.build();
  }

  /** The experiment as YAML, with everything filled in. */
  String yaml() {
    return ExperimentWriter.write(experiment, task, objectives);
  }

  /** SHA-256, in hex, of all that decides the trials. */
  String identity() {
    String text =
        ExperimentWriter.writeIdentity(experiment, task, objectives)
            + dataset.searchData().fingerprint()
            + "threads: %s".formatted(Engine.THREADS)
            + ownParts();
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  /** What the experiment as written does not tell; empty where nothing is of the user's own. */
  private String ownParts() {
    ImmutableMap<String, Integer> versions = experiment.space().versions();
    String scored = "";
    try (Evaluator own = evaluator();
        Evaluator standard = EvaluatorFactory.training().create(experiment, dataset, task)) {
      if (!own.id().equals(standard.id())) {
        scored = own.id();
      }
    }
    return versions.isEmpty() && scored.isEmpty() ? "" : "%s %s".formatted(versions, scored);
  }

  private ConstrainedSpace searchSpace() {
    return ConstrainedSpace.of(space, experiment.constraints());
  }

  private void checkMetrics(Faults faults) {
    Set<String> known = new LinkedHashSet<>();
    task.metrics().forEach(metric -> known.add(metric.on(Split.VALIDATION)));
    known.add("val_loss");
    for (CostMetric cost : CostMetric.values()) {
      known.add(cost.id());
    }
    check("objectives", objectives.stream().map(Objective::metric).toList(), known, faults);
    check(
        "constraints",
        experiment.constraints().stream().map(Constraint::metric).toList(),
        known,
        faults);
  }

  private void checkAugmentations(Faults faults) {
    List<Augmentation> augment = experiment.recipes().augmentations();
    String list =
        experiment.recipes().searchesAugmentations()
            ? "evaluator.training.augment.subset"
            : "evaluator.training.augment";
    for (int i = 0; i < augment.size(); i++) {
      String path = "%s[%s]".formatted(list, i);
      String name = augment.get(i).name();
      augment
          .get(i)
          .misfit(input)
          .ifPresent(
              why ->
                  faults.add(
                      experiment
                          .origin()
                          .fault(path, name, "%s (data %s)".formatted(why, dataset.name()))));
    }
  }

  private void check(String key, List<String> metrics, Set<String> known, Faults faults) {
    for (int i = 0; i < metrics.size(); i++) {
      String metric = metrics.get(i);
      if (!known.contains(metric)) {
        String remedy =
            "is no metric of a %s, which the data (%s) are for; must be one of %s"
                .formatted(task.id(), dataset.name(), String.join(", ", known));
        faults.add(experiment.origin().fault("%s[%s].metric".formatted(key, i), metric, remedy));
      }
    }
  }
}
