package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SearchLogTest {
  private static final Logger LIBRARY = LoggerFactory.getLogger("org.example.library");

  private final Path file;

  SearchLogTest(@TempDir Path folder) {
    this.file = folder.resolve("run").resolve("log.txt");
  }

  @Test
  void warningsOfLibrariesAndOwnNotesAreKeptAndTheConsoleStaysEmpty() throws IOException {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream caught = new PrintStream(console, true, StandardCharsets.UTF_8)) {
      System.setOut(caught);
      System.setErr(caught);
      LIBRARY.error("before");
      try (SearchLog log = SearchLog.to(file)) {
        LIBRARY.info("loaded");
        LIBRARY.warn("slow kernel");
        log.note("search small ended");
      }
      LIBRARY.error("after");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertEquals("", console.toString(StandardCharsets.UTF_8));
    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}.*"), lines::toString);
    assertTrue(lines.get(0).endsWith("WARN  org.example.library: slow kernel"), lines::toString);
    assertTrue(lines.get(1).endsWith("INFO  dev.espalier: search small ended"), lines::toString);
  }

  @Test
  void aFailureIsKeptWithItsStackTrace() throws IOException {
    try (SearchLog log = SearchLog.to(file)) {
      log.note(new IllegalStateException("out of luck"));
    }
    String text = Files.readString(file);
    assertTrue(text.contains("IllegalStateException: out of luck"), text);
    assertTrue(text.contains("\tat dev.espalier.cli.SearchLogTest"), text);
  }

  @Test
  void laterSearchesAddToTheFileAndSilentOnesMakeNone() throws IOException {
    SearchLog silent = SearchLog.to(file);
    LIBRARY.info("nothing to keep");
    silent.close();
    assertFalse(Files.exists(file));
    for (int search = 0; search < 2; search++) {
      try (SearchLog log = SearchLog.to(file)) {
        log.note("search " + search);
      }
    }
    assertEquals(2, Files.readAllLines(file).size());
  }
}
