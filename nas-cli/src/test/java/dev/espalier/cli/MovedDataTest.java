package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.export.ArchitectureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a study whose data have moved away since. */
@Tag("slow")
class MovedDataTest {
  @Test
  void aStudyIsShownAndItsWinnerExportedWithoutItsData(@TempDir Path folder) throws IOException {
    Path data = Files.writeString(folder.resolve("own.csv"), "a,label\n" + "1,x\n2,y\n".repeat(40));
    Path file =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            apiVersion: nas/v1
            study: {name: small}
            dataset: {path: own.csv, label: label}
            space: {preset: mlp-cells}
            strategy: {type: random}
            evaluator: {fidelity: {epochs: 1}}
            budget: {trials: 1}
            retrain: {seeds: 1, epochs: 1}
            """);
    Path study = folder.resolve("run");
    Run.of("search", file, "--dir", study, "--quiet").printed();
    String status = Run.of("status", study).printed("small", "1 of 1 evaluated").out();
    Path moved = Files.move(data, folder.resolve("moved.csv"));

    assertEquals(status, Run.of("status", study).printed().out());
    Path out = folder.resolve("winner.json");
    Run.of("export", study, "--out", out).printed(out.toString());
    assertEquals(
        ArchitectureFile.read(study.resolve("best-architecture.json")).canonicalHash(),
        ArchitectureFile.read(out).canonicalHash());

    Path experiment = study.resolve("experiment.yaml");
    int line = 1 + lineOf(experiment, "path: ");
    for (Object verb : List.of("--pareto", "--trial=0")) {
      Run.of("export", study, verb, "--out", folder.resolve("again"))
          .refused("%s:%d: dataset.path: value '".formatted(experiment, line), data.toString())
          .faults(1);
    }

    Files.move(moved, data);
    Run.of("export", study, "--trial=0", "--out", folder.resolve("again")).printed("again");

    // Wherever a file is written to, it leads to its data.
    Path elsewhere = Files.createDirectories(folder.resolve("far").resolve("away"));
    for (Object verb : List.of("--best", "--trial=0", "--pareto")) {
      Path place = elsewhere.resolve(verb.equals("--pareto") ? "front" : verb + ".json");
      Run.of("export", study, verb, "--out", place).printed(place.toString());
      Path exported = Files.isDirectory(place) ? place.resolve("architecture-0.json") : place;
      Path trained = folder.resolve("trained" + verb);
      Run.of("train", exported, "--epochs=1", "--dir", trained).printed("test_accuracy");
    }
  }

  /** Counted from 0. */
  private static int lineOf(Path file, String part) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.indexOf(
        lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow());
  }
}
