package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that is interrupted, by Ctrl-C in a process of its own, and gone on with. */
@Tag("slow")
class GoOnTest {
  @TempDir private Path folder = Path.of("");
  private Path experiment = Path.of("");
  private Path study = Path.of("");

  @BeforeEach
  void write() throws IOException {
    study = folder.resolve("study");
    experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: interrupted, seed: 2}
            dataset: {name: digits}
            space: {preset: cnn-cells}
            evaluator: {fidelity: {epochs: 2, trainFraction: 0.3}}
            budget: {trials: 4}
            execution: {workers: 1}
            retrain: {seeds: 1, epochs: 1}
            """);
  }

  @Test
  void ctrlCSaysHowFarItCameAndTheSameCommandGoesOn() throws Exception {
    Process search = Run.process("search", experiment, "--dir", study).start();
    List<String> printed = interrupted(search, 1);
    assertEquals(ExitCode.INTERRUPTED, search.exitValue(), printed::toString);
    assertTrue(
        printed.stream()
            .anyMatch(
                line ->
                    line.matches(
                        "nas: interrupted after [123] of 4 trials; the same command goes on")),
        printed::toString);
    Run.of("status", study).printed("not finished").printedNot("running");
    Run.of("export", study, "--best", "--out", folder.resolve("best.json")).printed("best.json");

    Run.of("search", study).printed("4 trials", "Winner: trial", "1 seed");
    Run.of("search", study, "--set", "budget.trials=5").printed("5 trials");
    Run.of("search", study).printed("5 trials").printedNot("shorter than a trial");
    Run.of("status", study).printed("finished, winner retrained", "5 of 5");
  }

  @Test
  void finalTrainingsThatAreShorterThanTrialsAreToldOf() {
    Run.of(
            "search",
            experiment,
            "--dir",
            study,
            "--set",
            "evaluator.fidelity.trainFraction=0.6",
            "--set",
            "budget.trials=1")
        .printed("That is shorter than a trial (epochs=2;trainFraction=0.6)", "retrain.epochs=N");
  }

  @Test
  void aFolderWithoutAStudyIsNoneToGoOnWith() {
    Run.of("search", folder).refused("there is no study").faults(1);
    Run.of("search", folder, "--dir", study).refused("leave --dir and --fresh out").faults(1);
  }

  @Test
  void theVersionNamesItsCommit() {
    assertTrue(
        Run.of("--version")
            .out()
            .matches("(?s)nas \\S+, commit [0-9a-f]{40}.*|nas \\S+, commit unknown.*"));
  }

  @Test
  void aSecondCtrlCEndsAtOnceAndLosesNothing() throws Exception {
    Process search = Run.process("search", experiment, "--dir", study).start();
    List<String> printed = interrupted(search, 2);
    assertEquals(ExitCode.INTERRUPTED, search.exitValue(), printed::toString);
    assertTrue(
        printed.stream().anyMatch(line -> line.contains("Ctrl-C again ends it at once")),
        printed::toString);
    Run.of("search", study).printed("4 trials", "Winner: trial");
  }

  /** What it printed; it is told to stop after the first trial, so many times. */
  private static List<String> interrupted(Process search, int times) throws Exception {
    List<String> printed = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(search.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        if (line.startsWith("[1/4]")) {
          for (int i = 0; i < times; i++) {
            new ProcessBuilder("kill", "-INT", Long.toString(search.pid())).start().waitFor();
          }
        }
      }
    }
    assertTrue(search.waitFor(60, TimeUnit.SECONDS));
    return printed;
  }
}
