package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.file.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nearly a third of the candidates fail, each in the worst way of its kind. */
@Tag("slow")
class TroubledStudyTest {
  private static final boolean LONG = Boolean.getBoolean("espalier.long");
  private static final int TRIALS = LONG ? 300 : 40;
  private static final int KINDS = 17;
  private static final String SOURCE =
      """
      package mine;

      import com.google.common.collect.ImmutableSet;
      import dev.espalier.eval.*;
      import dev.espalier.evaluate.*;
      import dev.espalier.objective.Task;
      import dev.espalier.parameter.*;
      import java.util.*;
      import org.nd4j.linalg.factory.Nd4j;

      public final class Troubled implements EvaluatorFactory {
        public String id() {
          return "troubled";
        }

        public String summary() {
          return "Fails";
        }

        public ImmutableSet<DeclaredMetric> metrics(
            Task task, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
          return ImmutableSet.of(DeclaredMetric.maximized("val_accuracy"));
        }

        public Evaluator create(
            EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> all) {
          return new Evaluator() {
            public String id() {
              return "troubled";
            }

            public String dataFingerprint() {
              return "";
            }

            public ImmutableSet<DeclaredMetric> metrics() {
              return ImmutableSet.of(DeclaredMetric.maximized("val_accuracy"));
            }

            public EvaluationSession open(EvaluationProblem problem) {
              return (candidate, context) ->
                  Evaluation.of(
                      context.fidelity(), Map.of("val_accuracy", score(context.seed())));
            }
          };
        }

        private static double score(long seed) {
          List<Object> kept = new ArrayList<>();
          switch ((int) Math.floorMod(seed, 17)) {
            case 0:
              throw new IllegalStateException("of no use");
            case 1:
              return Double.NaN;
            case 2:
              while (true) {
                Thread.interrupted();
              }
            case 3:
              while (true) {
                kept.add(new byte[1 << 24]);
              }
            case 4:
              while (true) {
                kept.add(Nd4j.ones(1 << 22));
              }
            default:
              return Math.floorMod(seed, 1000) / 1000.0;
          }
        }
      }
      """;
  private static final String EXPERIMENT =
      """
      apiVersion: nas/v1
      study: {name: troubled, seed: 9}
      dataset: {name: digits}
      space: {preset: cnn-cells}
      objectives: [{metric: val_accuracy}]
      strategy: {type: random}
      evaluator: {type: troubled}
      budget: {trials: %s}
      execution: {workers: 2, maxFailedTrials: 1000, trialTimeoutSeconds: 10, trialMemory: 640MiB, isolation: process}
      retrain: {seeds: 1, epochs: 1}
      """;

  @Test
  void itCompletesAndSaysOfEachFailureWhy(@TempDir Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(classes.resolve("dev.espalier.eval.EvaluatorFactory"), "mine.Troubled");
    Path source = Files.writeString(folder.resolve("Troubled.java"), SOURCE);
    Sources.compile(folder.resolve("classes"), source);
    Path jar = Jars.jar(folder.resolve("mine.jar"), folder.resolve("classes"));
    Path experiment =
        Files.writeString(folder.resolve("troubled.yaml"), EXPERIMENT.formatted(TRIALS));
    Path study = folder.resolve("run");
    long before = Pointer.physicalBytes();

    Run.of("search", experiment, "--dir", study, "--quiet", "--classpath", jar).printed();

    assertTrue(Pointer.physicalBytes() - before < 300L << 20, "memory piles up");
    List<CSVRecord> rows =
        rows(study.resolve("trials.csv")).stream()
            .filter(row -> !row.get("state").equals("duplicate"))
            .toList();
    Set<String> failures = new TreeSet<>();
    for (CSVRecord row : rows) {
      String reason =
          switch (Math.floorMod(Long.parseLong(row.get("seed")), KINDS)) {
            case 0 -> "IllegalStateException: of no use";
            case 1 -> "IllegalArgumentException: val_accuracy (NaN) must be finite";
            case 2 -> "time-out: took longer than 10.0 s";
            case 3 -> "out of memory: Java heap space";
            case 4 -> "out of memory: its process took ";
            default -> "";
          };
      assertEquals(reason.isEmpty() ? "completed" : "failed", row.get("state"), row::toString);
      assertTrue(row.get("reason").startsWith(reason), row::toString);
      failures.add(reason);
    }
    assertEquals(TRIALS, rows.size());
    assertEquals(1 + 5, failures.size(), failures::toString);
  }

  private static List<CSVRecord> rows(Path file) throws IOException {
    try (CSVParser rows =
        CSVParser.parse(
            Files.readString(file),
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build())) {
      return rows.getRecords();
    }
  }
}
