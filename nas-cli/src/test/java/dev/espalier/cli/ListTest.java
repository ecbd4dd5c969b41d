package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.parameter.Parameter;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.StrategyFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code list}, {@code datasets} and {@code schema} print. */
class ListTest {
  @Test
  void everyOperationIsListedWithWhatItDoes() {
    Run run = Run.of("list", "operations").printed();
    for (Operation operation : OperationRegistry.standard().operations()) {
      assertTrue(
          run.out()
              .lines()
              .anyMatch(line -> line.matches(Pattern.quote(operation.id()) + " +\\S.*")),
          operation.id());
    }
  }

  @Test
  void everyPresetIsListedWithWhatItHolds() {
    Run run = Run.of("list", "presets");
    run.printed(Presets.names().toArray(String[]::new)).printed("  Small convolutional networks");
  }

  @Test
  void everyStrategyIsListedWithItsParametersAndTheirDefaults() {
    Run run = Run.of("list", "strategies");
    for (StrategyFactory factory : Strategies.registry().factories()) {
      run.printed(factory.id() + ": " + factory.summary());
      for (Parameter<?> parameter : factory.parameters()) {
        run.printed("default %s: %s".formatted(parameter.plainDefault(), parameter.summary()));
      }
    }
  }

  @Test
  void metricsAreListedByTaskWithTheirDirections() {
    Run run = Run.of("list", "metrics").printed("classification", "regression", "costs");
    for (String line :
        new String[] {"val_accuracy +maximize", "val_loss +minimize", "macs +minimize"}) {
      assertTrue(Pattern.compile("(?m)^  " + line + "$").matcher(run.out()).find(), run::toString);
    }
  }

  @Test
  void allDatasetsAreListedWithWhetherTheyMustBeFetched() {
    Run run = Run.of("datasets", "list");
    assertTrue(Pattern.compile("(?m)^digits +embedded +\\S").matcher(run.out()).find(), run.out());
    assertTrue(Pattern.compile("(?m)^mnist +to fetch +\\S").matcher(run.out()).find(), run.out());
    assertEquals(run, Run.of("datasets"));
  }

  @Test
  void aDatasetIsDescribedInNumbers() {
    Run run = Run.of("datasets", "info", "digits");
    run.printed(
        "digits: ",
        "task         classification",
        "shape        ",
        "examples     ",
        "classes      0 ",
        "missing      none",
        "fingerprint  ",
        "source       ",
        "licence      ");
    assertTrue(
        Pattern.compile("(?m)^fingerprint  [0-9a-f]{64}$").matcher(run.out()).find(),
        run::toString);
  }

  @Test
  void ownSeriesAndTextsAreDescribedInNumbers(@TempDir Path folder) throws IOException {
    Path ramps =
        Files.writeString(
            folder.resolve("ramps.ts"),
            "@classLabel true up down\n@data\n" + "1,2,?:up\n2,1:down\n".repeat(10));
    Run.of("datasets", "info", ramps)
        .printed(
            "ramps: ",
            "task         classification",
            "shape        sequence [1 features, 3 steps]",
            "classes      up 10, down 10",
            "missing      dimension 1 10");
    Path play = Files.writeString(folder.resolve("play.txt"), "to be or not\n".repeat(20));
    Run.of(
            "datasets",
            "info",
            play,
            "--set",
            "format=language_model",
            "--set",
            "test={fraction: 0.1}",
            "--set",
            "maxLength=10")
        .printed(
            "task         language_model",
            "shape        tokens [10 steps, vocabulary of 10]",
            "examples     19 train, 5 validation, 3 test",
            "fingerprint  ");
    Run.of("datasets", "info", play, "--set", "format=novel", "--set", "step=3x")
        .refused("format", "language_model");
    Run.of("datasets", "info", "dna-splice", "--set", "encoding=tokens")
        .printed("shape        tokens [60 steps, vocabulary of 6]");
  }

  @Test
  void schemasArePrintedWhole() throws IOException {
    for (String kind : List.of("experiment", "space", "architecture")) {
      JsonNode schema = new ObjectMapper().readTree(Run.of("schema", kind).printed().out());
      assertTrue(schema.get("$schema").asText().contains("2020-12"), kind);
    }
    Run.of("schema", "trial").refused("trial", "EXPERIMENT");
  }
}
