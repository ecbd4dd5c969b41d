package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that runs a search again where it crashes, on a command that crashes as it is told.
 */
@DisabledOnOs(OS.WINDOWS)
class OvernightTest {
  private static final Path SCRIPT = Path.of("..", "scripts", "overnight").toAbsolutePath();

  @TempDir private Path folder = Path.of("");

  /** What a run of the script came to. */
  private record Night(int code, String printed) {}

  /**
   * Runs it.
   *
   * @param ends exit code of each run of the search, and what it has stored by then
   */
  private Night night(List<String> ends, String... options) throws Exception {
    Path command = folder.resolve("nas");
    Files.write(folder.resolve("ends"), ends);
    Files.writeString(
        command,
        """
        #!/usr/bin/env bash
        cd "$(dirname "$0")"
        case $1 in
          validate) printf '{\\n  "file" : "e.yaml",\\n  "name" : "night",\\n  "valid" : true\\n}\\n' ;;
          status)
            if [ "${3:-}" = --json ]; then
              printf '{\\n  "study" : "night",\\n  "progress" : %s,\\n  "best" : null\\n}\\n' "$(cat runs/night/study.db)"
            else
              echo "study    night"
            fi ;;
          search)
            shift
            echo "searching $*"
            mkdir -p runs/night
            read -r code stored <ends
            sed -i 1d ends
            echo "$stored" >runs/night/study.db
            exit "$code" ;;
        esac
        """);
    assertTrue(command.toFile().setExecutable(true));
    ProcessBuilder script =
        new ProcessBuilder(
                Stream.concat(Stream.of("bash", SCRIPT.toString()), Stream.of(options)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    script.environment().put("NAS_COMMAND", command.toString());
    script.environment().put("OVERNIGHT_PAUSE", "0");
    Process process = script.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Night(process.exitValue(), printed);
  }

  private long left() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("ends"))) {
      return lines.count();
    }
  }

  @Test
  void goesOnAfterCrashesAndEndsWithWhereTheStudyStands() throws Exception {
    Night night = night(List.of("137 3", "134 5", "1 9", "0 12"), "e.yaml", "--workers", "2");

    assertEquals(0, night.code(), night::printed);
    assertTrue(night.printed().contains("the search ended with 137; again in 0"), night::printed);
    assertTrue(night.printed().contains("searching e.yaml --workers 2"), night::printed);
    assertTrue(night.printed().endsWith("study    night\n"), night::printed);
    assertTrue(night.printed().contains("ended with 0 after 4 runs"), night::printed);
    Path log = folder.resolve("runs/night.overnight.log");
    assertTrue(Files.readString(log).contains("run 4 of e.yaml, in runs/night"));
    for (int run = 1; run <= 3; run++) {
      String before = Files.readString(folder.resolve("runs/night.overnight.log." + run));
      assertTrue(before.contains("run %s of".formatted(4 - run)), before);
      assertTrue(before.contains("searching"), before);
    }
  }

  @Test
  void givesUpAfterFiveRunsThatStoredNothing() throws Exception {
    Night night =
        night(
            List.of("137 3", "137 3", "137 3", "137 4", "1 4", "1 4", "1 4", "1 4", "139 4", "0 9"),
            "e.yaml");

    assertEquals(139, night.code(), night::printed);
    assertTrue(night.printed().contains("5 runs in a row stored nothing"), night::printed);
    assertEquals(1, left());
  }

  @Test
  void whatACrashIsNotIsNotTriedAgain() throws Exception {
    for (int code : new int[] {2, 3, 130}) {
      Night night = night(List.of(code + " 3", "0 9"), "runs/night", "--dir", "runs/night");
      assertEquals(code, night.code(), night::printed);
      assertEquals(1, left());
      assertFalse(night.printed().contains("again in"), night::printed);
    }
  }
}
