package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class NativeRuntimeTest {
  /** Prints what runs ND4J's operations in a process of its own. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      NativeRuntime.load();
      System.out.println("runs on " + Nd4j.getExecutioner().getClass().getSimpleName());
    }
  }

  @Test
  void operationsAreHeldUntilTheyHaveEnded() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(printed.contains("runs on HoldingExecutioner"), printed);
    }
    assertEquals(0, process.waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "64"})
  void anyNumberOfThreadsInTheEnvironmentWillDo(String variable) {
    assertDoesNotThrow(() -> NativeRuntime.requireThreads(variable));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "0", "-1", "1,1"})
  void anythingElseIsRefusedByName(String variable) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> NativeRuntime.requireThreads(variable));
    assertEquals(
        "the environment variable OMP_NUM_THREADS ('%s') must be a whole number from 1, or unset: every training uses one thread anyway"
            .formatted(variable),
        refused.getMessage());
  }

  @Test
  void librariesAreUnpackedWhereNobodyElseMayWrite(@TempDir Path temporary) throws IOException {
    Path own = NativeRuntime.privateFolder(temporary);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
    assertEquals(own, NativeRuntime.privateFolder(temporary), "it is there at the next start");
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path other = NativeRuntime.privateFolder(temporary);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
  }
}
