package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void whoeverWorksAloneIsNamedToTheOthers() throws Exception {
    FolderLock alone = FolderLock.take(folder);

    String self = "process " + ProcessHandle.current().pid() + " on ";
    assertTrue(FolderLock.holder(folder).orElseThrow().startsWith(self));
    assertTrue(refusal(() -> FolderLock.take(folder)).contains(self));
    assertTrue(refusal(() -> FolderLock.tryTakeJoined(folder)).contains("given --join"));

    alone.close();
    assertEquals(Optional.empty(), FolderLock.holder(folder));
    FolderLock.take(folder).close();
  }

  @Test
  void whoIsJoinedIsInTheWayOfThoseWhoWorkAlone() throws Exception {
    FolderLock joined = FolderLock.tryTakeJoined(folder).orElseThrow();

    assertTrue(FolderLock.tryTakeJoined(folder).isEmpty());
    assertTrue(refusal(() -> FolderLock.take(folder)).contains("give both --join"));

    joined.close();
    FolderLock.tryTakeJoined(folder).orElseThrow().close();
  }

  private static String refusal(Executable taking) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, taking).getMessage());
  }
}
