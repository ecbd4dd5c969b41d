package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.Parameter;
import dev.espalier.strategy.StrategyFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code list} and {@code datasets} print. */
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
    for (StrategyFactory factory : Strategies.factories()) {
      run.printed(factory.id() + ": " + factory.summary());
      for (Parameter parameter : factory.parameters()) {
        run.printed("default %s: %s".formatted(parameter.defaultValue(), parameter.summary()));
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
}
