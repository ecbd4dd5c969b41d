package dev.espalier.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private final Path folder;
  private final Path file;

  AtomicFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("result.txt");
  }

  @Test
  void aFileIsWrittenAndReplacedAndNothingIsLeftBesideIt() throws IOException {
    AtomicFile.write(file, "first, with an ü\n");
    assertEquals("first, with an ü\n", Files.readString(file));
    AtomicFile.write(file, "second\n");
    assertEquals("second\n", Files.readString(file));
    assertEquals(List.of("result.txt"), names());
  }

  @Test
  void theOldContentStaysUntilTheNewOneIsWhole() throws IOException {
    AtomicFile.write(file, "old");
    AtomicFile.replace(
        file,
        fresh -> {
          assertFalse(Files.exists(fresh));
          assertEquals(folder, fresh.getParent());
          Files.writeString(fresh, "half");
          assertEquals("old", Files.readString(file));
          Files.writeString(fresh, "new");
        });
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aFailureLeavesTheOldContentAndNothingElse() throws IOException {
    AtomicFile.write(file, "old");
    IOException failure = new IOException("no room");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.replace(
                    file,
                    fresh -> {
                      Files.writeString(fresh, "half");
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("result.txt"), names());
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() throws IOException {
    Path elsewhere = folder.resolve("none").resolve("result.txt");
    assertThrows(NoSuchFileException.class, () -> AtomicFile.write(elsewhere, "text"));
    assertEquals(List.of(), names());
  }

  @Test
  void aPathWithoutANameIsRefused() {
    for (Path nameless : List.of(Path.of("/"), Path.of(""))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> AtomicFile.write(nameless, "text"));
      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("'" + nameless + "'"), refused::toString);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
