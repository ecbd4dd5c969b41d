package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A search that is killed at any moment and run again ends as one that was not: the same trials,
 * the same winner, none lost and none run twice. In its long form ({@code -Despalier.long=true})
 * ten kills for each of five kinds of search, otherwise two for two of them.
 */
@Tag("slow")
class KilledTest {
  private static final boolean LONG = Boolean.getBoolean("espalier.long");
  private static final int KILLS = LONG ? 10 : 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String TRAIN = "{fidelity: {epochs: 1, trainFraction: 0.3}}";
  private static final String SHARED =
      "{type: shared, fidelity: {epochs: 1}, training: {paths: %s, epochs: 12, batchSize: 32}}";

  @TempDir private Path folder = Path.of("");

  static Stream<List<String>> searches() {
    return Stream.of(
            List.of("nsga2, populationSize: 4", TRAIN),
            List.of(
                "regularized_evolution, populationSize: 4, sampleSize: 2",
                SHARED.formatted("uniform")),
            List.of("random", TRAIN),
            List.of("regularized_evolution, populationSize: 4, sampleSize: 2", TRAIN),
            List.of("reinforce", SHARED.formatted("controller")))
        .limit(LONG ? 5 : 2);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void endsAsIfItHadNotBeenKilled(List<String> search) throws Exception {
    Path experiment = experiment(search.get(0), search.get(1));
    Path whole = folder.resolve("whole");
    long start = System.nanoTime();
    assertEquals(ExitCode.DONE, ended(start(experiment, whole)));
    long length = System.nanoTime() - start;

    Random random = new Random(search.hashCode());
    for (int kill = 0; kill < KILLS; kill++) {
      Path killed = folder.resolve("killed-" + kill);
      Process process = start(experiment, killed);
      long moment = (long) (random.nextDouble() * length);
      process.waitFor(moment, TimeUnit.NANOSECONDS);
      process.destroyForcibly().waitFor();
      Set<String> stored = trialCount(killed) > 0 ? told(killed) : Set.of();

      assertEquals(ExitCode.DONE, ended(start(experiment, killed)));

      String when = "killed after %s ms of %s".formatted(moment / 1_000_000, length / 1_000_000);
      assertEquals(trials(whole), trials(killed), when);
      assertEquals(
          Files.readString(whole.resolve("best-architecture.json")),
          Files.readString(killed.resolve("best-architecture.json")),
          when);
      assertTrue(told(killed).containsAll(stored), when);
      assertEquals(List.of("ok"), column(killed, "PRAGMA integrity_check"), when);
      assertEquals(List.of(), twice(killed), when);
    }
  }

  /** Of two processes on one study; the first of them runs it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void ofTwoThatWorkOnAStudyOneGoesOn(int killed) throws Exception {
    Path experiment = experiment("regularized_evolution, populationSize: 4, sampleSize: 2", TRAIN);
    Path whole = folder.resolve("whole");
    assertEquals(ExitCode.DONE, ended(start(experiment, whole)));
    Path study = folder.resolve("joined");
    List<Process> processes = new ArrayList<>();
    processes.add(start(experiment, study, "--join"));
    await(() -> trialCount(study) > 0);
    processes.add(start(experiment, study, "--join"));
    await(() -> Files.readString(Path.of(study + ".txt")).contains("joined: "));
    await(() -> trialCount(study) > 6);
    Run.of("status", study).printed("running  process", "trials an hour by 2 workers", " left");

    processes.get(killed).destroyForcibly().waitFor();
    Set<String> stored = told(study);

    assertEquals(ExitCode.DONE, ended(processes.get(1 - killed)));
    assertEquals(trials(whole), trials(study));
    assertEquals(
        Files.readString(whole.resolve("best-architecture.json")),
        Files.readString(study.resolve("best-architecture.json")));
    assertTrue(told(study).containsAll(stored));
    assertEquals(List.of("ok"), column(study, "PRAGMA integrity_check"));
    assertEquals(List.of(), twice(study));
    assertEquals(List.of(), column(study, "SELECT trial FROM claims"));
  }

  /** How many were asked for; none where the file, or a table of it, is yet to be made. */
  private static int trialCount(Path study) throws SQLException {
    return Files.exists(study.resolve("study.db"))
            && !column(study, "SELECT 1 FROM sqlite_schema WHERE name = 'events'").isEmpty()
        ? column(study, "SELECT number FROM trials").size()
        : 0;
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "took too long");
      Thread.sleep(20);
    }
  }

  private Path experiment(String strategy, String evaluator) throws IOException {
    return Files.writeString(
        folder.resolve("experiment.yaml"),
        """
        apiVersion: nas/v1
        study: {name: killed, seed: 2, lookAhead: 2}
        dataset: {name: digits}
        space: {preset: cnn-cells}
        strategy: {type: %s}
        evaluator: %s
        budget: {trials: 10}
        execution: {workers: 2}
        retrain: {topK: 2, seeds: 1, epochs: 1}
        """
            .formatted(strategy, evaluator));
  }

  private Process start(Path experiment, Path study, Object... options) throws IOException {
    List<Object> words = new ArrayList<>(List.of("search", experiment, "--dir", study));
    words.addAll(List.of(options));
    return Run.process(words.toArray())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(study + ".txt")))
        .start();
  }

  private static int ended(Process process) throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    return process.exitValue();
  }

  /** All rows but for what their trainings took. */
  private static List<Map<String, String>> trials(Path study) throws IOException {
    try (CSVParser rows =
        CSVParser.parse(
            Files.readString(study.resolve("trials.csv")),
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build())) {
      List<Map<String, String>> trials = new ArrayList<>();
      for (CSVRecord row : rows) {
        Map<String, String> values = row.toMap();
        values.remove("train_seconds");
        trials.add(values);
      }
      return trials;
    }
  }

  private static Set<String> told(Path study) throws SQLException {
    return new HashSet<>(column(study, "SELECT trial FROM events WHERE kind = 'told'"));
  }

  /** Trials that came to an end more than once. */
  private static List<String> twice(Path study) throws SQLException {
    return column(
        study,
        """
        SELECT trial FROM events WHERE kind IN ('completed', 'failed', 'pruned')
        GROUP BY trial HAVING count(*) > 1
        """);
  }

  private static List<String> column(Path study, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + study.resolve("study.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
