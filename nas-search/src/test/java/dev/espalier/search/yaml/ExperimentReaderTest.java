package dev.espalier.search.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Objective;
import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentReaderTest {
  private static final String SHORTEST =
      """
      apiVersion: nas/v1
      study: {name: short}
      dataset: {name: digits}
      space: {preset: mlp-cells}
      """;

  @Test
  void whatIsLeftOutHasTheDefaultsOfTheBuilder() {
    Experiment read = read(SHORTEST);
    Experiment built =
        Experiment.builder("short")
            .dataset(DatasetSpec.named("digits").build())
            .space(read.space())
            .build();
    assertEquals(built, read);
    assertEquals(SpaceChoice.preset("mlp-cells").toYaml(), read.space().toYaml());
  }

  @Test
  void everyFaultIsReportedAtOnceWithItsLine() {
    ConfigException faulty =
        assertThrows(
            ConfigException.class,
            () ->
                read(
                    """
                    apiVersion: nas/v2
                    study: {name: no good, sede: 3}
                    dataset: {name: digits, validationFraction: 2}
                    space: {preset: cnn-cels}
                    objectives: [{metric: val_accuracy, direction: minimize}]
                    constraints: [{metric: params}]
                    strategy: {type: genetic, populationSize: 1}
                    evaluator:
                      fidelity: {epochs: 0}
                      training: {optimizer: sgd, momentum: 0.5, batchSize: many}
                    budget: {trials: -1}
                    execution: {workers: 1.5}
                    retrain: {seeds: 0}
                    surprise: 1
                    """));
    assertEquals(
        List.of(
            "1 apiVersion",
            "2 study.name",
            "2 study.sede",
            "3 dataset.validationFraction",
            "4 space.preset",
            "5 objectives[0]",
            "6 constraints[0]",
            "7 strategy.populationSize",
            "9 evaluator.fidelity.epochs",
            "10 evaluator.training.batchSize",
            "10 evaluator.training.momentum",
            "11 budget.trials",
            "12 execution.workers",
            "13 retrain.seeds",
            "14 surprise"),
        places(faulty));
    assertTrue(faulty.toString().contains("cnn-cells"), faulty.getMessage());
  }

  @Test
  void seriesAndTextsAreDescribedByTheirKeys() {
    DatasetSpec series =
        readWithoutData(
                SHORTEST.replace(
                    "name: digits",
                    "format: series, path: walks.csv, series: id, step: day, maxLength: 9"))
            .dataset();
    assertEquals(
        DatasetSpec.at(Path.of("/data/walks.csv"))
            .format(DataFormat.SERIES)
            .series("id")
            .step("day")
            .maxLength(9)
            .build(),
        series);
    DatasetSpec text =
        readWithoutData(
                SHORTEST.replace(
                        "name: digits",
                        "format: language_model, path: plays.txt, tokenizer: space, maxVocabulary: 50, limit: 9000")
                    + "task: language_model\n")
            .dataset();
    assertEquals(
        DatasetSpec.at(Path.of("/data/plays.txt"))
            .format(DataFormat.LANGUAGE_MODEL)
            .task(LearningTask.LANGUAGE_MODEL)
            .tokenizer(Tokenizer.SPACE)
            .maxVocabulary(50)
            .limit(9_000)
            .build(),
        text);
    DatasetSpec dna =
        read(SHORTEST.replace("name: digits", "name: dna-splice, encoding: tokens")).dataset();
    assertEquals(TextEncoding.TOKENS, dna.encoding());
  }

  @Test
  void faultsInTheKeysOfSeriesAndTextsAreReportedAtOnce() {
    ConfigException faulty =
        assertThrows(
            ConfigException.class,
            () ->
                readWithoutData(
                    SHORTEST.replace(
                        "{name: digits}",
                        """
                        {path: plays.txt,
                          format: serie, tokenizer: chars,
                          encoding: token, maxVocabulary: 0, limit: 0,
                          maxLength: none, steps: day}\
                        """)));
    assertEquals(
        List.of(
            "4 dataset.format",
            "4 dataset.tokenizer",
            "5 dataset.encoding",
            "5 dataset.limit",
            "5 dataset.maxVocabulary",
            "6 dataset.maxLength",
            "6 dataset.steps"),
        places(faulty));
    assertTrue(faulty.toString().contains("did you mean tokens?"), faulty.getMessage());
    assertTrue(faulty.toString().contains("did you mean series?"), faulty.getMessage());
  }

  @Test
  void aTaskThatItsFormatIsNotForIsAFaultOfTheDataset() {
    ConfigException faulty =
        assertThrows(
            ConfigException.class,
            () ->
                readWithoutData(
                    SHORTEST.replace("name: digits", "format: csv, path: rows.csv")
                        + "task: language_model\n"));
    assertEquals(List.of("3 dataset"), places(faulty));
    assertTrue(
        faulty.toString().contains("task language_model does not go with format csv"),
        faulty.getMessage());
  }

  @Test
  void anEngineIsReadAndAnUnknownOneNamedWithTheChoices() {
    assertEquals(Engine.ONEDNN, read(SHORTEST).engine());
    assertEquals(Engine.STOCK, read(SHORTEST + "evaluator: {engine: stock}\n").engine());
    ConfigException faulty =
        assertThrows(
            ConfigException.class, () -> read(SHORTEST + "evaluator:\n  engine: onednnn\n"));
    assertEquals(List.of("6 evaluator.engine"), places(faulty));
    assertTrue(
        faulty.toString().contains("must be one of onednn, stock; did you mean onednn?"),
        faulty.getMessage());
  }

  @Test
  void whatMustBeGivenIsMissedByName() {
    ConfigException faulty =
        assertThrows(ConfigException.class, () -> read("apiVersion: nas/v1\nstudy: {seed: 1}\n"));
    assertEquals(
        List.of("dataset", "study.name"),
        faulty.faults().stream().map(fault -> fault.path()).sorted().toList());
  }

  @Test
  void aMetricOfAnotherTaskIsRefused() {
    ConfigException faulty =
        assertThrows(
            ConfigException.class,
            () ->
                readWithoutData(
                    SHORTEST.replace("name: digits", "path: rows.csv")
                        + "task: regression\nobjectives: [{metric: val_accuracy}]\n"));
    assertEquals(List.of("6 objectives[0].metric"), places(faulty));
    assertTrue(faulty.toString().contains("val_rmse"), faulty.getMessage());
  }

  @Test
  void ownDataThatAreNotThereAreAFaultOnlyWhereTheyAreNeeded() {
    String own = SHORTEST.replace("name: digits", "path: none.csv, test: {path: held-out.csv}");
    ConfigException faulty = assertThrows(ConfigException.class, () -> read(own));
    assertEquals(List.of("3 dataset.path", "3 dataset.test.path"), places(faulty));
    assertTrue(faulty.toString().contains("/data/none.csv"), faulty.getMessage());
    assertEquals(Path.of("/data/none.csv"), readWithoutData(own).dataset().path());
  }

  @Test
  void aMetricThatOnlyTheDataRefuseIsReportedWhereItWasWritten(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "a,label\n" + "1,x\n2,y\n".repeat(20));
    YamlDocument document =
        YamlDocument.parse(
            "experiment.yaml",
            SHORTEST.replace("name: digits", "path: rows.csv")
                + "objectives:\n  - metric: macs\n  - metric: val_rmse\n");
    Search inFile = Search.of(ExperimentReader.read(document, folder));
    assertEquals(
        List.of("7 objectives[1].metric"),
        places(assertThrows(ConfigException.class, inFile::check)));
    Search fromOutside =
        Search.of(
            ExperimentReader.read(
                document.with(ImmutableMap.of("constraints", "[{metric: val_rmse, max: 1}]")),
                folder));
    ConfigException faulty = assertThrows(ConfigException.class, fromOutside::check);
    assertEquals(
        List.of("--set", "experiment.yaml"),
        faulty.faults().stream().map(fault -> fault.file()).sorted().toList());
  }

  @Test
  void relativePathsStartAtTheFolderOfTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(
        file,
        """
        apiVersion: nas/v1
        study: {name: own}
        dataset: {path: data/rows.csv, test: {path: spaces/../held-out.csv}}
        space: {file: spaces/my.space.yaml}
        """);
    Files.createDirectories(folder.resolve("spaces"));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("held-out.csv"), "a,label\n");
    Files.writeString(folder.resolve("data/rows.csv"), "a,label\n");
    String space = SpaceChoice.preset("mlp-cells").toYaml();
    Files.writeString(folder.resolve("spaces/my.space.yaml"), space);

    Experiment read = ExperimentFiles.read(file);

    assertEquals(folder.resolve("data/rows.csv"), read.dataset().path());
    TestSplit.Given test = assertInstanceOf(TestSplit.Given.class, read.dataset().test());
    assertEquals(folder.resolve("held-out.csv"), test.path());
    assertEquals(space, read.space().toYaml());
  }

  @Test
  void faultsOfASpaceFileAreReportedWithThoseOfTheExperiment(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(
        file,
        """
        apiVersion: nas/v1
        study: {name: own}
        dataset: {name: digits}
        space: {file: my.space.yaml}
        budget: {trials: none}
        """);
    Path space = folder.resolve("my.space.yaml");
    Files.writeString(
        space, SpaceChoice.preset("mlp-cells").toYaml().replace("dense_tanh", "dense_tan"));

    ConfigException faulty = assertThrows(ConfigException.class, () -> ExperimentFiles.read(file));

    assertEquals(
        List.of(file.toString(), space.toString()),
        faulty.faults().stream().map(fault -> fault.file()).sorted().toList());
  }

  @Test
  void valuesSetFromOutsideReplaceThoseOfTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(file, SHORTEST + "budget: {trials: 60, minutes: 5}\n");

    Experiment read =
        ExperimentFiles.read(
            file,
            ImmutableMap.of(
                "budget.trials", "7",
                "study.seed", "-3",
                "strategy", "{type: random}",
                "objectives", "[{metric: macs}]"));

    assertEquals(OptionalInt.of(7), read.budget().trials());
    assertEquals(5.0, read.budget().minutes().orElseThrow());
    assertEquals(-3, read.seed());
    assertEquals("random", read.strategy().type());
    assertEquals(List.of(Objective.minimize("macs")), read.objectives());
  }

  @Test
  void aFaultInAValueSetFromOutsideNamesItsPath(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(file, SHORTEST);
    Map<String, String> values =
        ImmutableMap.of("budget.trials", "0", "retrain.epoch", "3", "objectives.0.metric", "macs");

    ConfigException faulty =
        assertThrows(ConfigException.class, () -> ExperimentFiles.read(file, values));

    for (String path : List.of("budget.trials", "retrain.epoch")) {
      assertTrue(
          faulty.faults().stream().anyMatch(fault -> fault.path().equals(path)),
          faulty.getMessage());
    }
    assertTrue(faulty.toString().contains("objectives"), faulty.getMessage());
  }

  @Test
  void theDefaultExperimentFitsItsData() {
    Experiment standard = ExperimentFiles.standard(ImmutableMap.of());
    Search.of(standard).check();
    assertEquals("fashion-mnist-mini", standard.dataset().name());
  }

  @Test
  void spaceFilesAreToldFromExperiments(@TempDir Path folder) throws IOException {
    Path experiment = folder.resolve("experiment.yaml");
    Path space = folder.resolve("space.yaml");
    Files.writeString(experiment, SHORTEST);
    Files.writeString(space, SpaceChoice.preset("mlp-cells").toYaml());
    assertTrue(ExperimentFiles.isSpace(space));
    assertEquals(false, ExperimentFiles.isSpace(experiment));
  }

  private static Experiment read(String text) {
    return ExperimentReader.read(YamlDocument.parse("experiment.yaml", text), Path.of("/data"));
  }

  private static Experiment readWithoutData(String text) {
    return ExperimentReader.readWithoutData(
        YamlDocument.parse("experiment.yaml", text), Path.of("/data"));
  }

  private static List<String> places(ConfigException faulty) {
    return faulty.faults().stream()
        .map(fault -> fault.line() + " " + fault.path())
        .sorted((a, b) -> compare(a, b))
        .toList();
  }

  private static int compare(String first, String second) {
    int lines = Integer.compare(line(first), line(second));
    return lines != 0 ? lines : first.compareTo(second);
  }

  private static int line(String place) {
    return Integer.parseInt(place.substring(0, place.indexOf(' ')));
  }
}
