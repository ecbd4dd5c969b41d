package dev.espalier.stores.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.trial.Budget;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end without closing the store lose nothing that it acknowledged. */
class AbruptEndTest {
  private static final int TRIALS = 40;

  @Test
  void aHaltedProcessLosesNothing(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("study.db");
    Process writer = start(file, "halt");
    List<String> written = lines(writer);
    assertTrue(writer.waitFor(1, TimeUnit.MINUTES));

    // nothing else either: opening a store is silent
    assertEquals(IntStream.range(0, TRIALS).mapToObj(n -> "told " + n).toList(), written);
    assertEquals(3, writer.exitValue());
    try (StudyStore store = SqliteStudyStore.open(file)) {
      assertEquals(TRIALS, store.toldCount());
      assertEquals(TRIALS, store.trials().size());
      assertEquals(outcome(TRIALS - 1), store.trials().get(TRIALS - 1));
    }
  }

  @Test
  void aKilledProcessLosesNothingThatItAcknowledged(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("study.db");
    Process writer = start(file, "endless");
    long told = -1;
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("told ")) {
          told = Long.parseLong(line.substring("told ".length()));
        }
        if (told == TRIALS) {
          writer.toHandle().destroyForcibly(); // leaves what it wrote to be read
        }
      }
    }
    assertTrue(writer.waitFor(1, TimeUnit.MINUTES));

    assertTrue(told >= TRIALS);
    try (StudyStore store = SqliteStudyStore.open(file)) {
      List<Trial> trials = store.trials();
      assertTrue(store.toldCount() > told);
      for (int number = 0; number <= told; number++) {
        assertEquals(outcome(number), trials.get(number));
      }
      assertTrue(trials.size() <= told + 2, trials.size() + " trials");
    }
  }

  private static Process start(Path file, String how) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString(),
            how)
        .redirectErrorStream(true)
        .start();
  }

  /** All that a process writes, but what the JVM says of options in its environment. */
  private static List<String> lines(Process process) throws IOException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      return lines.lines().filter(line -> !line.startsWith("Picked up ")).toList();
    }
  }

  static Trial outcome(long number) {
    return TestTrials.completed(number, Map.of("val_accuracy", number / 1000.0));
  }

  /** The process that ends abruptly: halts after some trials, or goes on until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      boolean endless = arguments[1].equals("endless");
      StudyStore store = SqliteStudyStore.open(Path.of(arguments[0]));
      store.create(new StudyRecord("abrupt", 1, "", "", Budget.trials(1), Optional.empty()));
      for (long number = 0; endless || number < TRIALS; number++) {
        store.asked(TestTrials.ask(number));
        store.finished(number, outcome(number).outcome().orElseThrow(), Optional.empty());
        store.told(number);
        System.out.println("told " + number);
      }
      Runtime.getRuntime().halt(3);
    }
  }
}
