package dev.espalier.stores.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.store.StudyStore;
import dev.espalier.store.StudyStoreContract;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStudyStoreTest extends StudyStoreContract {
  private Path file = Path.of("unset");

  @BeforeEach
  void chooseFile(@TempDir Path dir) {
    file = dir.resolve("study.db");
  }

  @Override
  protected StudyStore create() {
    return SqliteStudyStore.open(file);
  }

  @Test
  void aFileOfAnEarlierReleaseIsReadAsItIsAndBroughtUpToDateByWriting() throws SQLException {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource("jdbc:sqlite:" + file.toAbsolutePath(), null, null)
        .locations("classpath:dev/espalier/stores/sqlite/migration")
        .loggers(SilentLogs.class.getName())
        .target("2")
        .load()
        .migrate();
    execute("PRAGMA application_id = 1163096161");
    execute("INSERT INTO study VALUES (1, 'old', 7, '', 'abc', 1)");
    String row =
        "INSERT INTO trials VALUES (%s, '%s', %s, '%s', 'h%s', 'r', 3, 0.5, NULL, '%s', 1.5, %s, '%s')";
    execute(row.formatted(0, "completed", 5, "op=conv", 0, "", "NULL", ""));
    execute("INSERT INTO metrics VALUES (0, 0, 'macs', 12.0), (0, 1, 'val_accuracy', 0.5)");
    execute(row.formatted(1, "duplicate", 6, "op=conv", 0, "0", 0, ""));
    execute("INSERT INTO metrics VALUES (1, 0, 'macs', 12.0), (1, 1, 'val_accuracy', 0.5)");
    execute(row.formatted(2, "failed", 7, "op=pool", 1, "0;1", "NULL", "loss is NaN"));
    execute(row.formatted(3, "interrupted", 8, "op=skip", 2, "", "NULL", ""));

    ImmutableList<Trial> read;
    try (StudyStore store = SqliteStudyStore.read(file)) {
      read = store.trials();
    }
    try (StudyStore store = SqliteStudyStore.open(file)) {
      assertEquals(read, store.trials());
      assertEquals(Optional.of(EndReason.BUDGET), store.study().orElseThrow().ended());
    }
    assertEquals(0.5, read.get(0).metric("val_accuracy"));
    assertEquals(12.0, read.get(0).ask().costs().get("macs"));
    assertEquals(new Outcome.Shared(read.get(0)), read.get(1).outcome().orElseThrow());
    assertEquals(List.of(0L, 1L), read.get(2).parents());
    assertEquals("loss is NaN", read.get(2).reason());
    assertTrue(read.get(3).isOpen());
  }

  /** As on a disk that one may only read: what a killed process left unmerged is there, too. */
  @Test
  void aCopyHoldsWhatIsNotYetMergedIntoTheFile() throws SQLException {
    try (StudyStore store = SqliteStudyStore.open(file)) {
      store.create(STUDY);
      store.asked(TestTrials.ask(0));
      assertTrue(Files.exists(Path.of(file + "-wal")));
      try (Connection copy = SqliteFile.readCopy(file)) {
        assertEquals(1, SqliteFile.number(copy, "SELECT count(*) FROM trials"));
      }
    }
  }

  @Test
  void aReopenedFileHoldsWhatWasStored() {
    Trial outcome = TestTrials.completed(0, Map.of("val_accuracy", 0.1 + 0.2));
    try (StudyStore store = SqliteStudyStore.open(file)) {
      store.create(STUDY);
      store.asked(TestTrials.ask(0));
      store.reported(0, 1, ImmutableMap.of("loss", 2.5));
      store.finished(0, outcome.outcome().orElseThrow(), Optional.empty());
      store.told(0);
      store.complete(EndReason.BUDGET);
    }
    try (StudyStore store = SqliteStudyStore.open(file)) {
      assertEquals(Optional.of(STUDY.with(Optional.of(EndReason.BUDGET))), store.study());
      assertEquals(List.of(outcome), store.trials());
      assertEquals(Map.of(1, Map.of("loss", 2.5)), store.reports(0));
      assertEquals(1, store.toldCount());
    }
  }

  @Test
  void aClosedStoreIsOneFile() throws IOException {
    try (StudyStore store = SqliteStudyStore.open(file)) {
      store.create(STUDY);
    }
    try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aReaderSeesWhatIsStoredWhileAnotherWrites() {
    try (StudyStore writer = SqliteStudyStore.open(file)) {
      writer.create(STUDY);
      try (StudyStore reader = SqliteStudyStore.read(file)) {
        assertEquals(List.of(), reader.trials());
        writer.asked(TestTrials.ask(0));
        assertEquals(List.of(TestTrials.running(0)), reader.trials());
        writer.asked(TestTrials.ask(1));
        assertEquals(2, reader.trials().size());
        assertEquals(Optional.of(STUDY), reader.study());
      }
    }
  }

  @Test
  void aReaderCannotWrite() {
    try (StudyStore writer = SqliteStudyStore.open(file)) {
      writer.create(STUDY);
    }
    try (StudyStore reader = SqliteStudyStore.read(file)) {
      UncheckedIOException error =
          assertThrows(UncheckedIOException.class, () -> reader.asked(TestTrials.ask(0)));
      assertTrue(message(error).startsWith(file + ": cannot store trial 0"), message(error));
    }
  }

  @Test
  void aSecondWriterIsFoundOutByTheNumberOfItsTrial() {
    try (StudyStore first = SqliteStudyStore.open(file);
        StudyStore second = SqliteStudyStore.open(file)) {
      first.create(STUDY);
      first.asked(TestTrials.ask(0));

      IllegalStateException error =
          assertThrows(IllegalStateException.class, () -> second.asked(TestTrials.ask(0)));
      assertTrue(message(error).contains("does another process write it?"), message(error));
    }
  }

  @Test
  void aFileThatIsNotThereIsNotRead() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> SqliteStudyStore.read(file));
    assertEquals(
        file + " is not there, must be a file that a study was written to", error.getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatIsNotSqliteIsRefusedAndLeftAlone() throws IOException {
    byte[] text = "trial,state\n".repeat(500).getBytes(StandardCharsets.UTF_8);
    Files.write(file, text);

    assertRefused("is not an SQLite file");
    assertEquals(text.length, Files.size(file));
  }

  @Test
  void aFileOfAnotherProgramIsRefused() throws SQLException {
    execute("CREATE TABLE books (title TEXT)");

    assertRefused("is an SQLite file of something else");
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    try (StudyStore store = SqliteStudyStore.open(file)) {
      store.create(STUDY);
      for (int number = 0; number < 50; number++) {
        store.asked(TestTrials.ask(number));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 8192; i < bytes.length; i++) {
      bytes[i] = 0x5a;
    }
    Files.write(file, bytes);

    assertRefused("is damaged");
  }

  @Test
  void aFileOfANewerReleaseIsRefused() throws SQLException {
    SqliteStudyStore.open(file).close();
    execute(
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, 'V99__later.sql',"
            + " checksum, installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");

    assertRefused("has schema version 99, must be at most " + Schema.NEWEST);
  }

  @Test
  void aFullDiskIsAClearErrorAndNothingIsLost() throws SQLException {
    Connection connection = SqliteFile.write(file);
    int trials = 0;
    try (StudyStore store = SqliteStudyStore.of(file, connection)) {
      store.create(STUDY);
      SqliteFile.execute(
          connection,
          "PRAGMA max_page_count = " + SqliteFile.number(connection, "PRAGMA page_count"));
      UncheckedIOException full = null;
      while (full == null) {
        try {
          store.asked(TestTrials.ask(trials));
          trials++;
        } catch (UncheckedIOException cause) {
          full = cause;
        }
      }
      assertTrue(message(full).startsWith(file + ": cannot store trial " + trials), message(full));
      assertTrue(message(full).contains("full"), message(full));
      assertEquals(trials, store.trials().size());
      SqliteFile.execute(connection, "PRAGMA max_page_count = 1000000"); // room was made
      store.asked(TestTrials.ask(trials));
    }
    try (StudyStore store = SqliteStudyStore.open(file)) {
      assertEquals(trials + 1, store.trials().size());
    }
  }

  @Test
  void aFolderIsRefused() throws IOException {
    Files.createDirectory(file);

    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> SqliteStudyStore.open(file));
    assertTrue(message(error).contains(file.toString()), message(error));
  }

  @Test
  void openingWritesNothingToTheConsole() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (PrintStream console = new PrintStream(written, true, StandardCharsets.UTF_8)) {
      System.setOut(console);
      System.setErr(console);
      SqliteStudyStore.open(file).close();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertEquals("", written.toString(StandardCharsets.UTF_8));
  }

  private void assertRefused(String part) {
    for (Runnable open :
        List.<Runnable>of(
            () -> SqliteStudyStore.open(file).close(), () -> SqliteStudyStore.read(file).close())) {
      IllegalArgumentException error = assertThrows(IllegalArgumentException.class, open::run);
      assertTrue(message(error).contains(part), message(error));
      assertTrue(message(error).contains(file.toString()), message(error));
    }
  }

  private void execute(String command) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static String message(Throwable error) {
    return String.valueOf(error.getMessage());
  }
}
