package dev.espalier.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.eval.model.ModelFile;
import dev.espalier.eval.train.Trained;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.DataOrigin;
import dev.espalier.export.SearchOrigin;
import dev.espalier.export.SpaceOrigin;
import dev.espalier.export.StatedMetric;
import dev.espalier.file.AtomicFiles;
import dev.espalier.network.Network;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Split;
import dev.espalier.objective.StandardError;
import dev.espalier.objective.Summary;
import dev.espalier.parameter.Part;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.report.ComparisonCsv;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.search.report.MetricsFile;
import dev.espalier.search.yaml.ExperimentWriter;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Writes what a search leaves of its winner. */
final class ResultFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRAIN = "train";
  private static final String SELECTION = "selection";
  private static final String RULE = "chosen";
  private static final String OPENINGS = "test_openings";
  private static final String SEARCHED = "search_scores";

  private final Problem problem;
  private final StudyFolder folder;
  private final Supplier<Optional<Audit>> audit;

  /**
   * For the folder of a study.
   *
   * @param audit how well its ranking was found to be, where that was measured by then
   */
  ResultFiles(Problem problem, StudyFolder folder, Supplier<Optional<Audit>> audit) {
    this.problem = problem;
    this.folder = folder;
    this.audit = audit;
  }

  /** Writes the winner's files, all of them or none. */
  void write(FinalResult outcome, FinalTrainings.Result own) throws IOException {
    Trained model = own.model().orElseThrow();
    String primary = problem.task().primary().on(Split.VALIDATION);
    Double validation = outcome.winner().metrics().get(primary);
    MetricsFile metrics =
        MetricsFile.of(
                problem.dataset().name(),
                problem.experiment().retraining().epochs(),
                own.metrics(),
                own.seconds(),
                outcome.network().cost())
            .with(primary, validation == null ? null : Summary.of(validation))
            .with(SEARCHED, searched(outcome.winner(), problem.experiment().evaluator()))
            .with(SELECTION, selection(outcome.candidates()))
            .with(RULE, outcome.rule())
            .with(OPENINGS, outcome.testOpenings());
    ArchitectureFile architecture =
        architecture(outcome.winner(), outcome.network())
            .metric(
                problem.task().primary().on(Split.TEST),
                retrained(own.summary(problem.task().primary().on(Split.TEST))))
            .build();
    AtomicFiles.replace(
        folder.directory(),
        ImmutableMap.of(
            name(folder.model()),
            new ModelFile(model.graph(), problem.dataset().preprocessing())::write,
            name(folder.metrics()),
            metrics::write,
            name(folder.comparison()),
            file -> ComparisonCsv.write(file, outcome.comparison()),
            name(folder.architecture()),
            architecture::write));
  }

  /** Replaces the comparison. */
  void write(List<ComparisonRow> comparison) {
    ComparisonCsv.write(folder.comparison(), comparison);
  }

  /** Whether the winner's files are there, all of them. */
  boolean complete() throws IOException {
    AtomicFiles.recover(folder.directory());
    return Stream.of(folder.architecture(), folder.model(), folder.comparison(), folder.metrics())
        .allMatch(Files::exists);
  }

  /** What was asked for: among which trials, and how they were to be trained. */
  private String selection(List<Trial> candidates) {
    Retraining retraining = problem.experiment().retraining();
    return "trial %s; %s seeds; %s epochs"
        .formatted(
            candidates.stream()
                .map(trial -> Long.toString(trial.number()))
                .collect(Collectors.joining(", ")),
            retraining.seeds(),
            retraining.epochs());
  }

  /** Where the scores on validation data are from: no final training has any. */
  private static String searched(Trial trial, Part evaluator) {
    String how =
        evaluator.type().equals(TRAIN)
            ? "one seed, %s epochs".formatted(trial.fidelity().epochs())
            : "by evaluator %s, not by a training of its own".formatted(evaluator.type());
    return "%s_... is that of trial %s: %s"
        .formatted(Split.VALIDATION.prefix(), trial.number(), how);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** What is known of a trial's network before it is retrained. */
  ArchitectureFile.Builder architecture(Trial trial, Network network) {
    Experiment experiment = problem.experiment();
    ArchitectureFile.Builder file =
        ArchitectureFile.builder(network)
            .id(experiment.name() + "-" + trial.number())
            .task(problem.task().id())
            .found(
                new SpaceOrigin(
                    problem.networks().name(),
                    problem.networks().hash(),
                    yaml(
                        experiment
                            .space()
                            .toYaml(problem.input(), problem.dataset().searchData().outputs()))),
                experiment.recipes().networkOf(trial.architecture()))
            .training(
                experiment.recipes().recipe(trial.architecture()), experiment.retraining().epochs())
            .preprocessing(JSON.valueToTree(problem.dataset().preprocessing()))
            .data(data())
            .search(search(trial))
            .provenance(Environment.provenance(experiment.engine()));
    trial
        .metrics()
        .forEach(
            (metric, value) -> {
              if (!CostMetric.isCost(metric)
                  && !StandardError.isId(metric, trial.metrics().keySet())) {
                file.metric(
                    metric,
                    new StatedMetric.Searched(
                        value, ImmutableList.of(trial.seed()), trial.fidelity()));
              }
            });
    return file;
  }

  private static StatedMetric retrained(Summary summary) {
    return new StatedMetric.Retrained(summary.mean(), summary.std(), summary.n(), false);
  }

  /** The dataset as the experiment has it; a path in it starts at the folder of the study. */
  private DataOrigin data() {
    DatasetInfo info = problem.dataset().info();
    Path home = folder.directory();
    return new DataOrigin(
            problem.dataset().name(),
            problem.dataset().fingerprint(),
            ImmutableMap.of(
                "train", (long) info.train(),
                "validation", (long) info.validation(),
                "test", (long) info.test()),
            JSON.valueToTree(ExperimentWriter.dataset(problem.experiment().dataset())))
        .moved(home, home);
  }

  private SearchOrigin search(Trial trial) {
    Experiment experiment = problem.experiment();
    return new SearchOrigin(
        JSON.valueToTree(ExperimentWriter.part(experiment.strategy())),
        experiment.seed(),
        trial.number(),
        trial.parents(),
        JSON.valueToTree(ExperimentWriter.budget(experiment.budget())),
        audit.get().<JsonNode>map(this::told).orElse(JSON.nullNode()));
  }

  /** The audit, with what gave the scores that it is about. */
  private JsonNode told(Audit found) {
    ObjectNode told = JSON.valueToTree(found);
    told.set(
        "evaluator", JSON.valueToTree(ExperimentWriter.part(problem.experiment().evaluator())));
    return told;
  }

  private static JsonNode yaml(String text) {
    Map<String, Object> tree = new Yaml().load(text);
    return JSON.valueToTree(tree);
  }
}
