package dev.espalier.search.yaml;

import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Part;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.trial.Budget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes an experiment as YAML with every default filled in, such that {@link ExperimentReader}
 * reads the same experiment back.
 */
public final class ExperimentWriter {
  private static final String SHARING = "sharing";
  private static final String TRAINING = "training";

  private ExperimentWriter() {}

  /**
   * The whole experiment.
   *
   * @param task as settled by the data
   * @param objectives as settled by the task
   */
  public static String write(Experiment experiment, Task task, List<Objective> objectives) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("apiVersion", "nas/v1");
    root.putAll(identity(experiment, task, objectives));
    root.put("budget", budget(experiment.budget()));
    root.put("execution", execution(experiment.execution()));
    root.put("store", map("url", "sqlite:study.db"));
    root.put(
        "retrain",
        map(
            "topK", experiment.retraining().topK(),
            "seeds", experiment.retraining().seeds(),
            "epochs", experiment.retraining().epochs()));
    return dump(root);
  }

  /**
   * The part that decides which trials come about: all but budget, workers and retraining, and
   * where the data lie, as they may be moved.
   */
  public static String writeIdentity(Experiment experiment, Task task, List<Objective> objectives) {
    Map<String, Object> root = identity(experiment, task, objectives);
    Map<String, Object> dataset = dataset(experiment.dataset());
    dataset.remove("path");
    if (experiment.dataset().test() instanceof TestSplit.Given) {
      dataset.put("test", "given");
    }
    root.put("dataset", dataset);
    return dump(root);
  }

  private static Map<String, Object> identity(
      Experiment experiment, Task task, List<Objective> objectives) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put(
        "study",
        map(
            "name", experiment.name(),
            "seed", experiment.seed(),
            "lookAhead", experiment.lookAhead()));
    root.put("task", task.id());
    root.put("space", new Yaml().load(experiment.space().toYaml()));
    root.put("dataset", dataset(experiment.dataset()));
    root.put(
        "objectives",
        objectives.stream()
            .map(o -> map("metric", o.metric(), "direction", o.direction().id()))
            .toList());
    root.put(
        "constraints", experiment.constraints().stream().map(ExperimentWriter::bounds).toList());
    root.put("strategy", part(experiment.strategy()));
    Map<String, Object> evaluator = part(experiment.evaluator());
    Object sharing = evaluator.getOrDefault(SHARING, "none");
    evaluator.remove(SHARING);
    Map<String, Object> training = RecipeYaml.write(experiment.recipes());
    evaluator.keySet().stream()
        .filter(key -> key.startsWith(TRAINING + "."))
        .forEach(key -> training.put(key.substring(TRAINING.length() + 1), evaluator.get(key)));
    evaluator.keySet().removeIf(key -> key.startsWith(TRAINING + "."));
    evaluator.putAll(
        map(
            "engine",
            experiment.engine().id(),
            "fidelity",
            map(
                "epochs", experiment.fidelity().epochs(),
                "trainFraction", experiment.fidelity().trainFraction()),
            SHARING,
            sharing,
            TRAINING,
            training));
    root.put("evaluator", evaluator);
    root.put("duplicates", experiment.duplicates().id());
    return root;
  }

  /** The block of a part. */
  public static Map<String, Object> part(Part part) {
    Map<String, Object> block = map("type", part.type());
    block.putAll(part.values());
    return block;
  }

  /** The block {@code budget:}. */
  public static Map<String, Object> budget(Budget limits) {
    Map<String, Object> budget = new LinkedHashMap<>();
    limits.trials().ifPresent(trials -> budget.put("trials", trials));
    limits.trainings().ifPresent(trainings -> budget.put("trainings", trainings));
    limits.minutes().ifPresent(minutes -> budget.put("minutes", minutes));
    return budget;
  }

  private static Map<String, Object> execution(Execution how) {
    Map<String, Object> execution =
        map(
            "workers", how.workers(),
            "retries", how.retries(),
            "maxFailedTrials", how.maxFailedTrials(),
            "trialTimeoutSeconds", how.trialTimeoutSeconds());
    how.trialMemory().ifPresent(bytes -> execution.put("trialMemory", MemoryYaml.write(bytes)));
    execution.put("isolation", how.isolation().id());
    return execution;
  }

  private static Map<String, Object> bounds(Constraint constraint) {
    Map<String, Object> bounds = map("metric", constraint.metric());
    if (Double.isFinite(constraint.min())) {
      bounds.put("min", constraint.min());
    }
    if (Double.isFinite(constraint.max())) {
      bounds.put("max", constraint.max());
    }
    return bounds;
  }

  /** The block {@code dataset:}; its paths are absolute. */
  public static Map<String, Object> dataset(DatasetSpec spec) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    putIfSet(dataset, "name", spec.name());
    putIfSet(dataset, "format", spec.format() == null ? null : spec.format().id());
    putIfSet(dataset, "path", spec.path() == null ? null : absolute(spec.path()));
    if (!spec.label().isEmpty()) {
      dataset.put("label", List.copyOf(spec.label()));
    }
    if (!spec.categories().isEmpty()) {
      dataset.put("categories", List.copyOf(spec.categories()));
    }
    putIfSet(dataset, "text", spec.text());
    TestSplit test = spec.test();
    if (test instanceof TestSplit.Fraction fraction) {
      Map<String, Object> value = map("fraction", fraction.fraction());
      putIfSet(value, "seed", fraction.seed());
      dataset.put("test", value);
    } else if (test instanceof TestSplit.Given given) {
      dataset.put("test", map("path", absolute(given.path())));
    } else if (test instanceof TestSplit.Column column) {
      dataset.put("test", map("column", column.column()));
    }
    putIfSet(dataset, "group", spec.group());
    putIfSet(dataset, "order", spec.order());
    putIfSet(dataset, "series", spec.series());
    putIfSet(dataset, "step", spec.step());
    putIfSet(dataset, "maxLength", spec.maxLength());
    putIfSet(dataset, "tokenizer", spec.tokenizer() == null ? null : spec.tokenizer().id());
    putIfSet(dataset, "encoding", spec.encoding() == null ? null : spec.encoding().id());
    putIfSet(dataset, "maxVocabulary", spec.maxVocabulary());
    putIfSet(dataset, "limit", spec.limit());
    putIfSet(dataset, "channels", spec.channels());
    putIfSet(dataset, "height", spec.height());
    putIfSet(dataset, "width", spec.width());
    dataset.put("validationFraction", spec.validationFraction());
    dataset.put("splitSeed", spec.splitSeed());
    return dataset;
  }

  private static String absolute(java.nio.file.Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  private static void putIfSet(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String dump(Map<String, Object> root) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setDereferenceAliases(true); // people read it
    options.setWidth(100);
    return new Yaml(options).dump(root);
  }
}
