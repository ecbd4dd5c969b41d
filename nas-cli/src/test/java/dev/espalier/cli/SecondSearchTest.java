package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of two searches in one folder one ends at once and says who works there, and the other completes.
 * In its long form ({@code -Despalier.long=true}) twenty tries, otherwise one of each kind.
 */
@Tag("slow")
class SecondSearchTest {
  private static final int TRIES = Boolean.getBoolean("espalier.long") ? 5 : 1;

  @TempDir private Path folder = Path.of("");

  /** When the second starts, and by which option. */
  static Stream<List<String>> tries() {
    return IntStream.range(0, TRIES)
        .boxed()
        .flatMap(
            number ->
                Stream.of(
                    List.of("with the first"),
                    List.of("with the first", "--fresh"),
                    List.of("beside it"),
                    List.of("beside it", "--fresh")));
  }

  @ParameterizedTest
  @MethodSource("tries")
  void oneIsRefusedAndTheOtherCompletes(List<String> kind) throws Exception {
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: second, seed: 2}
            dataset: {name: digits}
            space: {preset: cnn-cells}
            strategy: {type: random}
            evaluator: {fidelity: {epochs: 1}}
            budget: {trials: 20}
            execution: {workers: 1}
            retrain: {topK: 1, seeds: 1, epochs: 1}
            """);
    Path study = folder.resolve("study");
    String[] option = kind.subList(1, kind.size()).toArray(String[]::new);
    Process first = start(experiment, study);
    if (kind.get(0).equals("beside it")) {
      while (!Files.exists(study.resolve("study.db"))) {
        assertTrue(first.isAlive());
        Thread.sleep(10);
      }
    }
    Process second = start(experiment, study, option);
    boolean beside = kind.get(0).equals("beside it");
    String firstSays = said(first);
    String secondSays = said(second);
    List<Integer> codes = List.of(first.exitValue(), second.exitValue());
    String all = codes + firstSays + secondSays;
    boolean firstCompletes = codes.get(0) == ExitCode.DONE;
    assertTrue(firstCompletes || !beside, all);
    assertEquals(List.of(0, 2), codes.stream().sorted().toList(), all);
    String refusal = firstCompletes ? secondSays : firstSays;
    long winner = (firstCompletes ? first : second).pid();
    assertTrue(refusal.contains("nas: " + study), all);
    assertTrue(refusal.contains("process " + winner + " on "), all);
    assertTrue(Files.exists(study.resolve("best-model.zip")), all);
  }

  private static Process start(Path experiment, Path study, String... options) throws IOException {
    return Run.process(
            Stream.concat(
                    Stream.of("search", experiment, "--dir", study, "--quiet"), Stream.of(options))
                .toArray())
        .start();
  }

  /** What it printed; waits until it has ended. */
  private static String said(Process process) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    return text;
  }
}
