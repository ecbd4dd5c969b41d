package dev.espalier.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.io.ByteSource;
import dev.espalier.trial.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final ByteSource FIRST = ByteSource.wrap(new byte[] {1, 2, 3});
  private static final ByteSource SECOND = ByteSource.wrap(new byte[] {4});

  @TempDir private Path root = Path.of("");

  private Path folder() {
    return root.resolve("checkpoints");
  }

  private List<CheckpointStore> stores() {
    return List.of(new InMemoryCheckpoints(), new CheckpointFolder(folder()));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsReadUntilItIsFreed() throws IOException {
    for (CheckpointStore store : stores()) {
      Checkpoint one = store.write("trial-1", FIRST);
      Checkpoint twelve = store.write("trial-12", SECOND);
      assertArrayEquals(FIRST.read(), store.read(one).read());

      store.free("trial-1");
      store.free("trial-1");
      assertThrows(IllegalStateException.class, () -> store.read(one));
      assertArrayEquals(SECOND.read(), store.read(twelve).read());
    }
  }

  @Test
  void aNameHoldsOneContent() throws IOException {
    for (CheckpointStore store : stores()) {
      Checkpoint before = store.write("trial-1", FIRST);
      Checkpoint after = store.write("trial-1", SECOND);
      assertNotEquals(before, after);
      assertThrows(IllegalStateException.class, () -> store.read(before));
      assertEquals(after, store.write("trial-1", SECOND));
    }
    assertEquals(1, files().size());
  }

  @Test
  void filesAreNamedByTrialAndContentAndSurviveTheProgram() throws IOException {
    Checkpoint written = new CheckpointFolder(folder()).write("trial-1", FIRST);
    assertEquals(List.of("trial-1." + written.sha256()), files());
    assertArrayEquals(FIRST.read(), new CheckpointFolder(folder()).read(written).read());
  }

  @Test
  void aDamagedFileIsFoundOut() throws IOException {
    CheckpointStore store = new CheckpointFolder(folder());
    Checkpoint written = store.write("trial-1", FIRST);
    Files.write(folder().resolve("trial-1." + written.sha256()), new byte[] {1, 2});
    assertThrows(IllegalStateException.class, () -> store.read(written));
  }

  @Test
  void aFolderIsMadeWhenItIsNeeded() {
    CheckpointStore store = new CheckpointFolder(folder());
    store.free("trial-1");
    assertEquals(false, Files.exists(folder()));
    assertThrows(IllegalArgumentException.class, () -> store.write("../trial", FIRST));
  }
}
