package dev.espalier.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.eval.train.ModelFile;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.DataOrigin;
import dev.espalier.export.SearchOrigin;
import dev.espalier.export.SpaceOrigin;
import dev.espalier.export.StatedMetric;
import dev.espalier.network.Network;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Split;
import dev.espalier.objective.Summary;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Writes what a search leaves of its winner. */
final class ResultFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Prepared prepared;
  private final StudyFolder folder;

  ResultFiles(Prepared prepared, StudyFolder folder) {
    this.prepared = prepared;
    this.folder = folder;
  }

  void write(Outcome outcome, FinalTrainings.Result own, List<Long> seeds) throws IOException {
    new ModelFile(own.model().graph(), prepared.dataset().preprocessing()).write(folder.model());
    String primary = prepared.task().primary().on(Split.VALIDATION);
    Double validation = outcome.winner().metrics().get(primary);
    MetricsFile.of(
            prepared.dataset().name(),
            prepared.experiment().retraining().epochs(),
            seeds,
            own,
            outcome.network().cost())
        .with(primary, validation == null ? null : Summary.of(validation))
        .write(folder.metrics());
    ComparisonCsv.write(folder.comparison(), outcome.comparison());
    architecture(outcome.winner(), outcome.network())
        .metric(
            prepared.task().primary().on(Split.TEST),
            retrained(own.summary(prepared.task().primary().on(Split.TEST))))
        .build()
        .write(folder.architecture());
  }

  /** What is known of a trial's network before it is retrained. */
  ArchitectureFile.Builder architecture(Trial trial, Network network) {
    Experiment experiment = prepared.experiment();
    ArchitectureFile.Builder file =
        ArchitectureFile.builder(network)
            .id(experiment.name() + "-" + trial.number())
            .found(
                new SpaceOrigin(
                    prepared.networks().name(),
                    prepared.networks().hash(),
                    yaml(
                        experiment
                            .space()
                            .toYaml(prepared.input(), prepared.dataset().searchData().outputs()))),
                experiment.recipes().networkOf(trial.architecture()))
            .training(
                experiment.recipes().recipe(trial.architecture()), experiment.retraining().epochs())
            .preprocessing(JSON.valueToTree(prepared.dataset().preprocessing()))
            .data(data())
            .search(search(trial))
            .provenance(Environment.provenance(experiment.engine()));
    trial
        .metrics()
        .forEach(
            (metric, value) -> {
              if (!CostMetric.isCost(metric)) {
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

  private DataOrigin data() {
    DatasetInfo info = prepared.dataset().info();
    return new DataOrigin(
        prepared.dataset().name(),
        prepared.dataset().fingerprint(),
        ImmutableMap.of(
            "train", (long) info.train(),
            "validation", (long) info.validation(),
            "test", (long) info.test()),
        yaml(prepared.yaml()).path("dataset"));
  }

  private SearchOrigin search(Trial trial) {
    JsonNode experiment = yaml(prepared.yaml());
    return new SearchOrigin(
        experiment.path("strategy"),
        prepared.experiment().seed(),
        trial.number(),
        trial.parents(),
        experiment.path("budget"),
        JSON.nullNode());
  }

  private static JsonNode yaml(String text) {
    Map<String, Object> tree = new Yaml().load(text);
    return JSON.valueToTree(tree);
  }
}
