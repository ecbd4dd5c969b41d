package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.datasets.catalog.Catalog;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.Evaluators;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Part;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Isolation;
import dev.espalier.search.experiment.Open;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.strategies.Strategies;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code experiment.yaml}. Every mistake of the file, and of a space file that it names, is
 * reported at once.
 */
public final class ExperimentReader {
  static final String SHARING = "sharing";
  static final String NONE = "none";
  static final String TRAINING = "training";
  static final String TRAIN = "train";
  static final String NAME = "(?!\\.+$)[A-Za-z0-9_.-]+";
  static final int MANY = 1_000_000_000;

  private static final List<String> VERSIONS = List.of("nas/v1");

  /** What stands beside the data. */
  private static final ImmutableList<String> OTHERS =
      ImmutableList.of(
          "apiVersion",
          "task",
          "space",
          "objectives",
          "constraints",
          "strategy",
          "evaluator",
          "duplicates",
          "budget",
          "execution",
          "store",
          "retrain");

  private static final String[] KEYS = keys(ImmutableList.of("study", "dataset"));
  private static final String[] BRIEF_KEYS = keys(DatasetReader.KEYS);

  private final YamlDocument document;
  private final YamlMap map;

  /** Whether the keys of the data stand beside the others, and the name is that of the study. */
  private final boolean brief;

  private final Path folder;
  private final DatasetReader datasets;

  /** Whether strategy and evaluator must be there. */
  private final boolean strict;

  private ExperimentReader(
      YamlDocument document, Path folder, DatasetReader datasets, boolean strict) {
    this.document = document;
    this.strict = strict;
    this.folder = folder;
    this.datasets = datasets;
    YamlMap any = document.root().map();
    brief = any.optional("dataset").isEmpty() && any.optional("path").isPresent();
    map = document.root().map(brief ? BRIEF_KEYS : KEYS);
  }

  /**
   * Reads an experiment that is about to be run.
   *
   * @param folder where relative paths in the document start
   * @throws ConfigException with every mistake found; that files of one's own data are not there is
   *     one
   */
  public static Experiment read(YamlDocument document, Path folder) {
    return read(document, folder, DatasetReader.of(folder), true);
  }

  /**
   * Reads an experiment whose data need not be there, to look at it.
   *
   * @param folder where relative paths in the document start
   * @throws ConfigException with every mistake found
   */
  public static Experiment readWithoutData(YamlDocument document, Path folder) {
    return read(document, folder, DatasetReader.withoutData(folder), true);
  }

  /**
   * Reads the experiment of a study, with everything filled in, to look at the study. Its data must
   * be there; its strategy and its evaluator need not.
   *
   * @param folder where relative paths in the document start
   * @throws ConfigException with every mistake found
   */
  public static Experiment readStored(YamlDocument document, Path folder) {
    return read(document, folder, DatasetReader.of(folder), false);
  }

  private static Experiment read(
      YamlDocument document, Path folder, DatasetReader datasets, boolean strict) {
    Experiment.@Nullable Builder builder =
        new ExperimentReader(document, folder, datasets, strict).builder();
    document.check();
    if (builder == null) {
      throw new IllegalStateException("nothing was noted, yet nothing was read");
    }
    return builder.origin(document.root().origin()).build();
  }

  private Experiment.@Nullable Builder builder() {
    Experiment.Builder builder = brief ? named(map) : study();
    Task task =
        map.optional("task")
            .map(node -> Task.of(node.oneOf(Arrays.stream(Task.values()).map(Task::id).toList())))
            .orElse(null);
    DatasetSpec dataset =
        brief
            ? datasets.readOwn(document.root(), map, learningTask(task))
            : datasets.read(map.required("dataset"), learningTask(task));
    map.optional("space").ifPresent(node -> builder.space(new SpaceReader(folder).read(node)));
    Part evaluator =
        map.optional("evaluator")
            .map(node -> readEvaluator(node, builder))
            .orElseGet(() -> Part.of(TRAIN));
    MetricReader metrics = new MetricReader(task == null ? ofNamed(dataset) : task, evaluator);
    map.optional("objectives")
        .ifPresent(node -> metrics.objectives(node).forEach(builder::objective));
    map.optional("constraints")
        .ifPresent(
            node -> node.list().forEach(item -> builder.constraint(metrics.constraint(item))));
    map.optional("strategy")
        .ifPresent(
            node -> builder.strategy(new PartReader(Strategies.registry(), strict).read(node)));
    builder.evaluator(evaluator);
    map.optional("duplicates")
        .ifPresent(
            node ->
                builder.duplicates(
                    DuplicatePolicy.of(
                        node.oneOf(
                            Arrays.stream(DuplicatePolicy.values())
                                .map(DuplicatePolicy::id)
                                .toList()))));
    map.optional("budget").ifPresent(node -> builder.budget(budget(node)));
    map.optional("execution").ifPresent(node -> builder.execution(execution(node)));
    map.optional("store")
        .ifPresent(node -> node.map("url").required("url").oneOf(List.of("sqlite:study.db")));
    map.optional("retrain")
        .ifPresent(
            node -> {
              builder.retraining(retraining(node));
              if (node.map().optional("epochs").isEmpty()) {
                builder.leaveOpen(Open.FINAL_EPOCHS);
              }
            });
    return dataset == null ? null : builder.dataset(dataset);
  }

  private static String[] keys(ImmutableList<String> more) {
    return Stream.concat(OTHERS.stream(), more.stream()).toArray(String[]::new);
  }

  private Experiment.Builder study() {
    map.required("apiVersion");
    YamlMap study = map.required("study").map("name", "seed", "lookAhead");
    Experiment.Builder builder = named(study);
    study
        .optional("seed")
        .ifPresent(node -> builder.seed(node.integer(Long.MIN_VALUE, Long.MAX_VALUE)));
    study.optional("lookAhead").ifPresent(node -> builder.lookAhead(node.integer(1, 10_000)));
    return builder;
  }

  private Experiment.Builder named(YamlMap block) {
    map.optional("apiVersion").ifPresent(node -> node.oneOf(VERSIONS));
    return Experiment.builder(
        block
            .required("name")
            .text(NAME, "letters, digits, dots, dashes and underscores, not of dots alone"));
  }

  private static @Nullable LearningTask learningTask(@Nullable Task task) {
    if (task == null) {
      return null;
    }
    return switch (task) {
      case CLASSIFICATION -> LearningTask.CLASSIFICATION;
      case REGRESSION -> LearningTask.REGRESSION;
      case LANGUAGE_MODEL -> LearningTask.LANGUAGE_MODEL;
    };
  }

  /** The task that a dataset of the catalog is for; null for own data, which are yet to be read. */
  private static @Nullable Task ofNamed(@Nullable DatasetSpec dataset) {
    if (dataset == null || dataset.name() == null) {
      return null;
    }
    return Task.of(Catalog.describe(dataset.name()).task().id());
  }

  private Part readEvaluator(YamlNode node, Experiment.Builder builder) {
    PartReader evaluators = new PartReader(Evaluators.registry(), strict);
    String type = node.map().optional("type").map(evaluators::type).orElse(TRAIN);
    String[] shared = {"engine", "fidelity", SHARING, TRAINING};
    Part part = withoutNone(evaluators.read(node, type, shared));
    YamlMap map = node.map();
    map.optional("engine")
        .ifPresent(engine -> builder.engine(Engine.of(engine.oneOf(Engine.ids()))));
    if (evaluators.isKnown(type) && !evaluators.takes(type, SHARING)) {
      map.optional(SHARING).ifPresent(sharing -> sharing.oneOf(List.of(NONE)));
    }
    map.optional("fidelity")
        .ifPresent(
            fidelity -> {
              YamlMap values = fidelity.map("epochs", "trainFraction");
              builder.fidelity(
                  new Fidelity(
                      values.required("epochs").integer(1, 100_000),
                      values.optional("trainFraction").map(n -> n.real(1e-6, 1.0)).orElse(1.0)));
            });
    map.optional(TRAINING)
        .ifPresent(
            training -> {
              builder.recipes(
                  RecipeReader.read(
                      training, Recipe.builder().build(), evaluators.within(TRAINING, type)));
              leaveOpen(training, RecipeSetting.BATCH_SIZE.key(), Open.BATCH_SIZE, builder);
              leaveOpen(training, RecipeSetting.LEARNING_RATE.key(), Open.LEARNING_RATE, builder);
              leaveOpen(training, RecipeReader.AUGMENT, Open.AUGMENT, builder);
            });
    return part;
  }

  private static void leaveOpen(
      YamlNode training, String key, Open open, Experiment.Builder builder) {
    if (training.map().optional(key).isEmpty()) {
      builder.leaveOpen(open);
    }
  }

  /** What shares nothing says nothing of it. */
  private static Part withoutNone(Part part) {
    return NONE.equals(part.values().get(SHARING))
        ? new Part(
            part.type(),
            ImmutableMap.copyOf(Maps.filterKeys(part.values(), key -> !key.equals(SHARING))))
        : part;
  }

  private static Budget budget(YamlNode node) {
    YamlMap map = node.map("trials", "trainings", "minutes");
    Optional<YamlNode> trainings = map.optional("trainings");
    Optional<YamlNode> trials =
        trainings.isPresent() ? map.optional("trials") : Optional.of(map.required("trials"));
    return new Budget(
        trials.stream().mapToInt(limit -> limit.integer(1, MANY)).findFirst(),
        trainings.stream().mapToDouble(limit -> limit.real(1e-3, MANY)).findFirst(),
        map.optional("minutes").stream().mapToDouble(n -> n.real(1e-3, 1e6)).findFirst());
  }

  private static Execution execution(YamlNode node) {
    YamlMap map =
        node.map(
            "workers",
            "retries",
            "maxFailedTrials",
            "trialTimeoutSeconds",
            "trialMemory",
            "isolation");
    Execution standard = Execution.standard();
    Execution execution =
        standard
            .workers(integer(map, "workers", 1, 1024, standard.workers()))
            .retries(integer(map, "retries", 0, 100, standard.retries()))
            .maxFailedTrials(integer(map, "maxFailedTrials", 1, MANY, standard.maxFailedTrials()))
            .trialTimeoutSeconds(
                integer(map, "trialTimeoutSeconds", 1, MANY, standard.trialTimeoutSeconds()))
            .isolation(
                map.optional("isolation")
                    .map(where -> Isolation.of(where.oneOf(Isolation.ids())))
                    .orElse(standard.isolation()));
    return map.optional("trialMemory")
        .flatMap(size -> MemoryYaml.read(size, Execution.LEAST_MEMORY))
        .map(execution::trialMemory)
        .orElse(execution);
  }

  private static Retraining retraining(YamlNode node) {
    YamlMap map = node.map("topK", "seeds", "epochs");
    Retraining standard = Retraining.standard();
    return new Retraining(
        integer(map, "topK", 1, 1000, standard.topK()),
        integer(map, "seeds", 1, 1000, standard.seeds()),
        integer(map, "epochs", 1, 100_000, standard.epochs()));
  }

  private static int integer(YamlMap map, String key, int low, int high, int otherwise) {
    return map.optional(key).map(node -> node.integer(low, high)).orElse(otherwise);
  }
}
