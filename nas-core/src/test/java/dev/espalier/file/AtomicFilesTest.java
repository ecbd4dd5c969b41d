package dev.espalier.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void oldFiles() throws IOException {
    Files.writeString(folder.resolve("a"), "old a");
    Files.writeString(folder.resolve("b"), "old b");
  }

  private static AtomicFile.Content text(String text) {
    return file -> Files.writeString(file, text);
  }

  private List<String> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted()
          .map(
              file -> {
                try {
                  return file.getFileName() + ": " + Files.readString(file);
                } catch (IOException unreadable) {
                  return file.getFileName() + "/";
                }
              })
          .toList();
    }
  }

  @Test
  void allAreReplaced() throws IOException {
    AtomicFiles.replace(folder, Map.of("a", text("new a"), "b", text("new b"), "c", text("new c")));
    assertEquals(List.of("a: new a", "b: new b", "c: new c"), all());
    assertFalse(AtomicFiles.unfinished(folder));
  }

  @Test
  void whereOneFailsNoneIsReplaced() throws IOException {
    Map<String, AtomicFile.Content> contents = new LinkedHashMap<>();
    contents.put("a", text("new a"));
    contents.put(
        "b",
        file -> {
          Files.writeString(file, "half of");
          throw new IOException("no space left on device");
        });
    assertThrows(IOException.class, () -> AtomicFiles.replace(folder, contents));
    assertEquals(List.of("a: old a", "b: old b"), all());
  }

  /** The states that a kill can leave: before and after everything was written, and in between. */
  @Test
  void whatWasNotWholeIsDropped() throws IOException {
    Path stage = Files.createDirectory(folder.resolve(".new-files"));
    Files.writeString(stage.resolve("a"), "new a");
    assertTrue(AtomicFiles.unfinished(folder));
    AtomicFiles.recover(folder);
    assertEquals(List.of("a: old a", "b: old b"), all());
  }

  @Test
  void whatWasWholeIsMovedToItsEnd() throws IOException {
    Files.writeString(folder.resolve("a"), "new a"); // was moved before the kill
    Path stage = Files.createDirectory(folder.resolve(".new-files"));
    Files.writeString(stage.resolve("b"), "new b");
    Files.createFile(stage.resolve(".complete"));
    AtomicFiles.recover(folder);
    assertEquals(List.of("a: new a", "b: new b"), all());
  }
}
