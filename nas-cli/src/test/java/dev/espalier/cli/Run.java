package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the command in this process.
 *
 * @param code its exit code
 * @param out what it printed for results
 * @param err what it printed of progress and faults
 */
record Run(int code, String out, String err) {

  static Run of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    int code = Nas.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Run(code, out.toString(), err.toString());
  }

  /** A run in a process of its own, to be started; faults go where results go. */
  static ProcessBuilder process(Object... arguments) {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            Nas.class.getName());
    return new ProcessBuilder(
            Stream.concat(java, Stream.of(arguments).map(Object::toString)).toList())
        .redirectErrorStream(true);
  }

  /** It ended well and printed these. */
  Run printed(String... parts) {
    assertEquals(ExitCode.DONE, code, this::toString);
    for (String part : parts) {
      assertTrue(out.contains(part), () -> "no '%s' in %s".formatted(part, this));
    }
    return this;
  }

  /** It did not print this. */
  Run printedNot(String part) {
    assertFalse(out.contains(part), this::toString);
    return this;
  }

  /** It refused its input: with messages that hold these, and without a stack trace. */
  Run refused(String... parts) {
    assertEquals(ExitCode.BAD_INPUT, code, this::toString);
    assertEquals("", out);
    for (String part : parts) {
      assertTrue(err.contains(part), () -> "no '%s' in %s".formatted(part, this));
    }
    assertFalse(err.contains("\tat "), this::toString);
    assertFalse(err.contains("Exception"), this::toString);
    assertTrue(err.lines().allMatch(line -> line.startsWith("nas: ")), this::toString);
    return this;
  }

  /** It printed so many lines of faults. */
  Run faults(int number) {
    assertEquals(number, err.lines().count(), this::toString);
    return this;
  }

  /** All files and folders below a folder, to see that a run left nothing behind. */
  static List<String> below(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.map(path -> folder.relativize(path).toString()).sorted().toList();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
