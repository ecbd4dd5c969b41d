package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.file.Sources;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the page on Java show works as it stands there. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path JAVA = Path.of("..", "docs", "java.md");
  private static final Path SPACES = Path.of("..", "docs", "spaces.md");

  /** The program of a page. */
  private record Program(String name, String source) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Program> programs() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path page : List.of(README, JAVA, SPACES)) {
      sources.addAll(blocks(page, "java"));
    }
    return sources.stream()
        .map(
            source -> {
              Matcher name = Pattern.compile("public class (\\w+)").matcher(source);
              assertTrue(name.find(), source);
              return new Program(String.valueOf(name.group(1)), source);
            })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("programs")
  @Tag("slow")
  void aJavaProgramCompilesAndRuns(Program program, @TempDir Path folder) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path file = Files.writeString(folder.resolve(program.name() + ".java"), program.source());
    Sources.compile(classes, file);

    Path run = folder.resolve("run");
    String printed = runMain(program.name(), classes, run.toString());

    assertFalse(printed.isBlank(), "prints what it found");
    if (program.name().equals("FirstSearch")) {
      assertTrue(printed.contains("test accuracy"), printed);
      assertTrue(Files.isRegularFile(new StudyFolder(run).architecture()), printed);
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentIsValid(String yaml) {
    Experiment experiment =
        ExperimentReader.readWithoutData(YamlDocument.parse("README.md", yaml), Path.of("/data"));
    DatasetSpec dataset = experiment.dataset();
    if (dataset.path() == null) {
      Search.of(experiment).check();
    }
  }

  @Test
  void thereAreExperimentsToCheck() throws IOException {
    assertFalse(blocks(README, "yaml").isEmpty());
    assertEquals(7, programs().size());
  }

  private static Stream<String> experiments() throws IOException {
    return blocks(README, "yaml").stream();
  }

  private static List<String> blocks(Path page, String language) throws IOException {
    Matcher block =
        Pattern.compile("(?ms)^```" + language + "\\R(.*?)^```$").matcher(Files.readString(page));
    return block.results().map(found -> found.group(1)).toList();
  }

  private static String runMain(String name, Path classes, String... arguments) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
