package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written does not depend on where the machine stands. */
class LocaleTest {
  /** Formats that write digits of the country, where none is named. */
  private static final Pattern LOCAL = Pattern.compile("%([0-9]+[$])?[-+,0-9.]*[dfeg](?![{])");

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  private static String output(String... args) {
    StringWriter out = new StringWriter();
    int code = Nas.run(new PrintWriter(out), new PrintWriter(out), args);
    assertEquals(ExitCode.DONE, code, out.toString());
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "bn-BD", "my-MM", "tr-TR", "de-DE"})
  void everyCountryGetsTheSame(String country) {
    List<String[]> commands =
        List.of(
            new String[] {"list", "operations"},
            new String[] {
              "space", "cnn-cells", "--dataset", "digits", "--sample", "3", "--csv", "-"
            },
            new String[] {"datasets", "info", "digits"});
    Locale.setDefault(Locale.ROOT);
    List<String> expected = commands.stream().map(LocaleTest::output).toList();
    Locale.setDefault(Locale.forLanguageTag(country));
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), output(commands.get(i)));
    }
  }

  /** {@code %s} writes a whole number the same everywhere; the rest names a locale nearby. */
  @Test
  void noSourceFormatsNumbersByTheCountry() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file :
          files
              .filter(path -> path.toString().contains("/src/main/java/dev/espalier"))
              .filter(path -> path.toString().endsWith(".java"))
              .toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          String around = String.join("\n", lines.subList(Math.max(0, i - 2), i + 1));
          assertFalse(
              LOCAL.matcher(lines.get(i)).find() && !around.contains("Locale.ROOT"),
              file + ":" + (i + 1) + ": " + lines.get(i));
        }
      }
    }
  }
}
