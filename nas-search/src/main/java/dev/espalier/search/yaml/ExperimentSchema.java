package dev.espalier.search.yaml;

import static dev.espalier.config.JsonSchema.anyOf;
import static dev.espalier.config.JsonSchema.described;
import static dev.espalier.config.JsonSchema.integer;
import static dev.espalier.config.JsonSchema.list;
import static dev.espalier.config.JsonSchema.number;
import static dev.espalier.config.JsonSchema.object;
import static dev.espalier.config.JsonSchema.oneOf;
import static dev.espalier.config.JsonSchema.properties;
import static dev.espalier.config.JsonSchema.proposed;
import static dev.espalier.config.JsonSchema.reference;
import static dev.espalier.config.JsonSchema.text;

import dev.espalier.config.JsonSchema;
import dev.espalier.datasets.catalog.Catalog;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.Evaluators;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Part;
import dev.espalier.search.experiment.Isolation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.preset.SpaceSchema;
import dev.espalier.strategies.Strategies;
import dev.espalier.study.DuplicatePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The JSON Schema of experiments, for editors: what keys there are, and what they may hold, with
 * the strategies, evaluators and operations that are on the class path. What depends on several
 * keys, {@link ExperimentReader} alone checks.
 */
final class ExperimentSchema {
  private static final double BOUND = 1e18;

  private ExperimentSchema() {}

  static Map<String, Object> of() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", JsonSchema.DIALECT);
    schema.put("title", "An experiment of Espalier");
    schema.putAll(anyOf(List.of(whole(), brief())));
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("space", SpaceSchema.of(OperationRegistry.standard()));
    parts.put("strategy", PartSchema.of(Strategies.registry(), "strategy"));
    parts.put("evaluator", evaluator());
    schema.put("$defs", parts);
    return schema;
  }

  private static Map<String, Object> whole() {
    Map<String, Object> keys = new LinkedHashMap<>(others());
    keys.put("study", study());
    keys.put("dataset", object(List.of(), dataset()));
    return object(List.of("apiVersion", "study", "dataset"), keys);
  }

  /** The keys of own data beside the others. */
  private static Map<String, Object> brief() {
    Map<String, Object> keys = new LinkedHashMap<>(others());
    keys.putAll(dataset());
    keys.put("name", text(ExperimentReader.NAME));
    return object(List.of("name", "path"), keys);
  }

  private static Map<String, Object> others() {
    return properties(
        "apiVersion", oneOf(List.of("nas/v1")),
        "task", oneOf(Arrays.stream(Task.values()).map(Task::id).toList()),
        "space", space(),
        "objectives", objectives(),
        "constraints", constraints(),
        "strategy", described("what proposes networks", reference("strategy")),
        "evaluator", described("what scores networks", reference("evaluator")),
        "duplicates",
            oneOf(Arrays.stream(DuplicatePolicy.values()).map(DuplicatePolicy::id).toList()),
        "budget", budget(),
        "execution", execution(),
        "store", object(List.of("url"), properties("url", oneOf(List.of("sqlite:study.db")))),
        "retrain", retrain());
  }

  private static Map<String, Object> study() {
    return object(
        List.of("name"),
        properties(
            "name", text(ExperimentReader.NAME),
            "seed", integer(Long.MIN_VALUE, Long.MAX_VALUE),
            "lookAhead",
                described(
                    "trials that are open at a time, whatever the number of workers",
                    integer(1, 10_000))));
  }

  /** A preset with values given anew, a file, or a space in place. */
  private static Map<String, Object> space() {
    List<Map<String, Object>> kinds = new ArrayList<>();
    for (String name : Presets.names()) {
      Map<String, Object> values = properties("preset", oneOf(List.of(name)));
      Presets.values(name).keySet().forEach(key -> values.put(key, new LinkedHashMap<>()));
      kinds.add(object(List.of("preset"), values));
    }
    kinds.add(object(List.of("file"), properties("file", text())));
    kinds.add(reference("space"));
    return anyOf(kinds);
  }

  private static Map<String, Object> dataset() {
    Map<String, Object> column = text();
    Map<String, Object> fraction = number(DatasetReader.ABOVE_ZERO, DatasetReader.BELOW_ONE);
    Map<String, Object> seed = integer(Long.MIN_VALUE, Long.MAX_VALUE);
    Map<String, Object> side = integer(1, DatasetReader.LARGEST_SIDE);
    return properties(
        "name", oneOf(Catalog.names()),
        "format", oneOf(Arrays.stream(DataFormat.values()).map(DataFormat::id).toList()),
        "path", text(),
        "label", anyOf(column, list(column)),
        "categories", anyOf(column, list(column)),
        "text", column,
        "test",
            object(
                List.of(),
                properties("path", text(), "fraction", fraction, "column", column, "seed", seed)),
        "group", column,
        "order", column,
        "series", column,
        "step", column,
        "maxLength", integer(1, DatasetReader.LONGEST),
        "tokenizer", oneOf(Tokenizer.ids()),
        "encoding", oneOf(TextEncoding.ids()),
        "maxVocabulary", integer(1, DatasetReader.LARGEST_VOCABULARY),
        "limit", integer(1, Integer.MAX_VALUE),
        "channels", integer(1, 3),
        "height", side,
        "width", side,
        "validationFraction", fraction,
        "splitSeed", seed);
  }

  private static Map<String, Object> metric() {
    TreeSet<String> metrics = new TreeSet<>();
    for (Task task : Task.values()) {
      EvaluatorFactory.metrics(Part.of("train"), task, Evaluators.registry())
          .forEach(metric -> metrics.add(metric.id()));
    }
    Arrays.stream(CostMetric.values()).map(CostMetric::id).forEach(metrics::add);
    return proposed(metrics);
  }

  private static Map<String, Object> objectives() {
    return list(
        object(
            List.of("metric"),
            properties("metric", metric(), "direction", oneOf(List.of("maximize", "minimize")))));
  }

  private static Map<String, Object> constraints() {
    Map<String, Object> bound = number(-BOUND, BOUND);
    return list(
        object(List.of("metric"), properties("metric", metric(), "min", bound, "max", bound)));
  }

  private static Map<String, Object> budget() {
    return object(
        List.of(),
        properties(
            "trials", described("evaluated trials", integer(1, ExperimentReader.MANY)),
            "trainings",
                described(
                    "whole trainings; one that is cut short counts in part",
                    number(1e-3, ExperimentReader.MANY)),
            "minutes",
                described("of wall clock, after which nothing is begun", number(1e-3, 1e6))));
  }

  private static Map<String, Object> execution() {
    return object(
        List.of(),
        properties(
            "workers", described("trials side by side", integer(1, 1024)),
            "retries", described("further attempts after a failure", integer(0, 100)),
            "maxFailedTrials",
                described(
                    "failed trials after which the search gives up",
                    integer(1, ExperimentReader.MANY)),
            "trialTimeoutSeconds", integer(1, ExperimentReader.MANY),
            "trialMemory",
                described("what one trial may take, such as 2GiB", text(MemoryYaml.PATTERN)),
            "isolation",
                described(
                    "where trials are evaluated: in the search, or in processes beside it",
                    oneOf(Isolation.ids()))));
  }

  private static Map<String, Object> retrain() {
    return object(
        List.of(),
        properties(
            "topK", integer(1, 1000), "seeds", integer(1, 1000), "epochs", integer(1, 100_000)));
  }

  /** Evaluators share some keys. */
  private static Map<String, Object> evaluator() {
    Map<String, Object> shared =
        properties(
            "engine",
            oneOf(Engine.ids()),
            "fidelity",
            object(
                List.of("epochs"),
                properties("epochs", integer(1, 100_000), "trainFraction", number(1e-6, 1.0))),
            ExperimentReader.SHARING,
            oneOf(List.of(ExperimentReader.NONE)),
            ExperimentReader.TRAINING,
            RecipeSchema.of());
    return PartSchema.of(Evaluators.registry(), "evaluator", shared, ExperimentReader.TRAIN);
  }
}
