package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} and {@code search} say of an experiment file that is no good. */
class BadExperimentTest {
  private static final String GOOD =
      """
      apiVersion: nas/v1
      study: {name: small, seed: 1}
      task: classification
      dataset: {name: digits}
      space: {preset: cnn-cells}
      objectives: [{metric: val_accuracy}]
      strategy: {type: random}
      budget: {trials: 2}
      """;

  private final Path folder;

  BadExperimentTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("experiment.yaml"), text);
  }

  /** Both verbs refuse the file for the same reasons, and leave nothing behind. */
  private Run refuse(Path file, String... parts) {
    List<String> before = Run.below(folder);
    Run validated = Run.of("validate", file).refused(parts);
    Run searched = Run.of("search", file, "--dir", folder.resolve("run")).refused(parts);
    assertEquals(validated.err(), searched.err());
    assertEquals(before, Run.below(folder));
    return searched;
  }

  private Run refuse(String from, String to, String... parts) throws IOException {
    assertTrue(GOOD.contains(from), from);
    return refuse(file(GOOD.replace(from, to)), parts);
  }

  @Test
  void theFileThatAllTheseAreMadeFromIsValid() throws IOException {
    Run.of("validate", file(GOOD)).printed("experiment.yaml: a valid experiment");
  }

  @Test
  void anUnknownKeyIsNamedWithTheOneThatWasMeant() throws IOException {
    refuse("seed: 1", "sead: 1", "experiment.yaml:2: study.sead", "unknown key", "seed").faults(1);
  }

  @Test
  void aWrongTypeIsShownWithWhatWouldBeRight() throws IOException {
    refuse(
            "trials: 2",
            "trials: many",
            "experiment.yaml:8: budget.trials",
            "'many'",
            "whole number")
        .faults(1);
    refuse("{type: random}", "[random]", "experiment.yaml:7: strategy", "must be a map").faults(1);
  }

  @Test
  void anUnknownEngineIsNamedWithThoseThereAre() throws IOException {
    refuse(
            "budget: {trials: 2}",
            "evaluator: {engine: cuda}",
            "experiment.yaml:8: evaluator.engine",
            "'cuda'",
            "onednn, stock")
        .faults(1);
  }

  @Test
  void anUnknownStrategyIsNamedWithThoseThereAre() throws IOException {
    refuse(
        "type: random",
        "type: genetics",
        "experiment.yaml:7: strategy.type",
        "'genetics'",
        "genetic");
  }

  @Test
  void anUnknownParameterOfAStrategyIsNamed() throws IOException {
    refuse(
            "type: random",
            "type: genetic, populationSise: 8",
            "experiment.yaml:7: strategy.populationSise",
            "populationSize")
        .faults(1);
  }

  @Test
  void anUnknownDatasetIsNamedWithThoseThereAre() throws IOException {
    refuse("name: digits", "name: digitz", "experiment.yaml:4: dataset.name", "'digitz'", "digits")
        .faults(1);
  }

  @Test
  void anUnknownPresetIsNamedWithThoseThereAre() throws IOException {
    refuse("cnn-cells", "cnn-cell", "experiment.yaml:5: space.preset", "'cnn-cell'", "cnn-cells")
        .faults(1);
  }

  @Test
  void anUnknownMetricIsNamed() throws IOException {
    refuse("val_accuracy", "accuracy", "experiment.yaml:6: objectives[0].metric", "'accuracy'")
        .faults(1);
  }

  @Test
  void aMetricOfAnotherTaskIsNamedWhereTheDataTellsTheTask() throws IOException {
    String untold = GOOD.replace("task: classification\n", "");
    refuse(
            file(untold.replace("val_accuracy", "val_rmse")),
            "experiment.yaml:5: objectives[0].metric",
            "'val_rmse'",
            "val_accuracy")
        .faults(1);
  }

  @Test
  void metricsOfAnotherTaskAreNamedWhereOnlyOwnDataTellTheTask() throws IOException {
    Files.writeString(folder.resolve("own.csv"), "a,label\n" + "1,x\n2,y\n".repeat(20));
    String own =
        GOOD.replace("task: classification\n", "")
            .replace("{name: digits}", "{path: own.csv, label: label}")
            .replace("cnn-cells", "mlp-cells")
            .replace("[{metric: val_accuracy}]", "[{metric: macs}, {metric: val_rmse}]");
    refuse(
            file(own + "constraints:\n  - max: 3\n    metric: val_mae\n"),
            "experiment.yaml:5: objectives[1].metric: value 'val_rmse'",
            "experiment.yaml:10: constraints[0].metric: value 'val_mae'",
            "must be one of val_accuracy",
            "classification")
        .faults(2);
  }

  @Test
  void aTaskThatIsNotThatOfTheDataIsRefused() throws IOException {
    refuse(
        file(
            GOOD.replace("task: classification", "task: regression")
                .replace("val_accuracy", "val_rmse")),
        "experiment.yaml",
        "'digits'",
        "data for classification");
  }

  @Test
  void aZeroBudgetIsRefused() throws IOException {
    refuse("trials: 2", "trials: 0", "experiment.yaml:8: budget.trials", "'0'", "from 1").faults(1);
    refuse("trials: 2", "trials: 2, minutes: 0", "experiment.yaml:8: budget.minutes", "'0'")
        .faults(1);
  }

  @Test
  void aZeroBudgetFromTheCommandLineIsRefused() throws IOException {
    Path good = file(GOOD);
    List<String> before = Run.below(folder);
    Run.of("search", good, "--dir", folder.resolve("run"), "--set", "budget.trials=0")
        .refused("--set", "budget.trials", "'0'", "from 1")
        .faults(1);
    Run.of("search", good, "--dir", folder.resolve("run"), "--workers", "0")
        .refused("execution.workers", "'0'", "from 1")
        .faults(1);
    assertEquals(before, Run.below(folder));
  }

  @Test
  void allFaultsOfAFileAreReportedAtOnce() throws IOException {
    String three =
        GOOD.replace("seed: 1", "seed: one")
            .replace("name: digits", "name: digitz")
            .replace("trials: 2", "trails: 2");
    refuse(
            file(three),
            "experiment.yaml:2: study.seed",
            "experiment.yaml:4: dataset.name",
            "experiment.yaml:8: budget.trails",
            "experiment.yaml:8: budget.trials: is missing")
        .faults(4);
  }

  @Test
  void dataThatAreNotThereAreReportedWithTheOtherFaults() throws IOException {
    refuse(
            file(
                GOOD.replace(
                        "{name: digits}",
                        "{path: none.csv, labels: label, test: {path: held-out.csv}}")
                    .replace("trials: 2", "trials: 0")),
            "experiment.yaml:4: dataset.labels",
            "experiment.yaml:4: dataset.path: value 'none.csv'",
            "experiment.yaml:4: dataset.test.path: value 'held-out.csv'",
            "experiment.yaml:8: budget.trials")
        .faults(4);
  }

  @Test
  void anAliasBombIsDefused() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [boom, boom, boom, boom, boom, boom, boom]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]%n"
              .formatted(
                  i,
                  i,
                  String.join(", ", List.of(alias, alias, alias, alias, alias, alias, alias))));
    }
    refuse(file(bomb.toString()), "experiment.yaml:");
  }

  @Test
  void aJavaTagIsRefused() throws IOException {
    refuse(
        "name: digits",
        "name: !!javax.script.ScriptEngineManager [digits]",
        "experiment.yaml:4: dataset.name",
        "javax.script.ScriptEngineManager",
        "tags are not allowed");
  }

  @Test
  void randomBytesAreRefused() throws IOException {
    byte[] bytes = new byte[4096];
    new Random(11).nextBytes(bytes);
    refuse(Files.write(folder.resolve("noise.yaml"), bytes), "noise.yaml", "must be YAML in UTF-8")
        .faults(1);
    byte[] ascii = new byte[4096];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) (bytes[i] & 0x7f);
    }
    refuse(Files.write(folder.resolve("noise.yaml"), ascii), "noise.yaml:");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    String half = GOOD.substring(0, GOOD.indexOf("val_accuracy"));
    refuse(file(half), "experiment.yaml:", "is no valid YAML");
  }

  @Test
  void anEmptyFileAFolderAndNoFileAreRefused() throws IOException {
    refuse(file(""), "experiment.yaml:1", "must hold a YAML document").faults(1);
    Run.of("validate", folder).refused(folder.toString(), "must be a YAML file").faults(1);
    refuse(folder.resolve("none.yaml"), "none.yaml", "there is no such file").faults(1);
  }

  @Test
  void aMissingSpaceFileIsNamed() throws IOException {
    refuse("preset: cnn-cells", "file: none.yaml", "none.yaml", "there is no such file").faults(1);
  }

  @Test
  void faultsOfASpaceFileAreReportedWithThoseOfTheExperiment() throws IOException {
    String space = "apiVersion: nas-space/v1\nname: x\nstem: {op: conv_9x9}\n";
    Files.write(folder.resolve("x.space.yaml"), space.getBytes(StandardCharsets.UTF_8));
    String text =
        GOOD.replace("preset: cnn-cells", "file: x.space.yaml").replace("trials: 2", "trials: 0");
    refuse(file(text), "experiment.yaml:8: budget.trials", "x.space.yaml:3: stem.op", "'conv_9x9'");
  }

  @Test
  void spaceFilesAreNoExperiments() throws IOException {
    Path space = Files.writeString(folder.resolve("a.yaml"), "apiVersion: nas-space/v1\nname: a\n");
    Run.of("search", space, "--dir", folder.resolve("run"))
        .refused("a.yaml:1: apiVersion", "nas/v1");
  }

  @Test
  void debugAddsAStackTrace() throws IOException {
    Run run = Run.of("validate", file("nothing"), "--debug");
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("\tat dev.espalier."), run::toString);
  }

  @Test
  void whatSharesWeightsIsNeitherEstimatedNorJoined() {
    String shared = "evaluator={type: shared}";
    Path study = folder.resolve("joined");
    Run.of("estimate", "--set", shared).refused("shares weights").faults(1);
    Run.of("search", "--set", shared, "--join", "--dir", study).refused("cannot be joined");
    assertFalse(Files.exists(study));
  }
}
