package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.file.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --classpath} with a real jar, whose class is nowhere else. */
class ClassPathTest {
  private static final Path EXAMPLES =
      Path.of("../nas-search/src/test/java/dev/espalier/search/examples");
  private static final String SERVICES = "META-INF/services/";
  private static final String OPERATIONS = SERVICES + "dev.espalier.spaces.op.Operation";
  private static final String READERS = SERVICES + "dev.espalier.datasets.read.TableReader";
  private static final String EXPERIMENT =
      """
      apiVersion: nas/v1
      study: {name: own, seed: 3}
      dataset: {name: digits}
      space:
        apiVersion: nas-space/v1
        name: own
        stem: {op: conv_bn_relu_3x3, channels: {choice: [2, 3, 4]}}
        cells:
          reduce: {nodes: 1, edgesPerNode: 1, merge: add, stride: 2, ops: [wide_conv_7x7]}
        macro: [{cell: reduce}]
        head: {op: global_avg_pool}
      strategy: {type: random}
      evaluator: {fidelity: {epochs: 1, trainFraction: 0.1}}
      budget: {trials: 2}
      execution: {workers: 1}
      retrain: {seeds: 1, epochs: 1}
      """;

  private final Path folder;
  private Path jar = Path.of("");
  private Path experiment = Path.of("");

  ClassPathTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void compile() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Sources.compile(
        classes, EXAMPLES.resolve("WideConvolution.java"), EXAMPLES.resolve("ArffReader.java"));
    Files.createDirectories(classes.resolve(SERVICES));
    Files.writeString(classes.resolve(OPERATIONS), "dev.espalier.search.examples.WideConvolution");
    Files.writeString(classes.resolve(READERS), "dev.espalier.search.examples.ArffReader");
    jar = jar("my.jar", classes);
    experiment = Files.writeString(folder.resolve("own.yaml"), EXPERIMENT);
  }

  private Path jar(String name, Path root) throws IOException {
    return Jars.jar(folder.resolve(name), root);
  }

  @Test
  void operationsOfAJarAreListedAndOnlyThen() {
    Run.of("list", "operations", "--classpath", jar).printed("wide_conv_7x7", "1x7 and 7x1");
    assertFalse(Run.of("list", "operations").printed().out().contains("wide_conv_7x7"));
  }

  @Test
  void filesOfAFormatOfAJarAreRead() throws IOException {
    Path data = folder.resolve("switch.arff");
    Files.writeString(
        data,
        "@relation switch\n@attribute volts numeric\n@attribute state {off, on}\n@data\n"
            + "0.1, off\n4.8, on\n".repeat(20));
    Run.of("datasets", "info", data, "--label", "state", "--classpath", jar)
        .printed("task         classification", "classes      off 20, on 20");
    Run.of("datasets", "info", data, "--label", "state").refused("switch.arff");
  }

  @Test
  void severalJarsAreSeparatedOrNamedOneByOne() throws IOException {
    Path library = jar("library.jar", Files.createDirectory(folder.resolve("empty")));
    Run.of("validate", experiment, "--classpath", library + File.pathSeparator + jar).printed();
    Run.of("--classpath", library, "--classpath", jar, "validate", experiment).printed();
    Run.of("validate", experiment, "--classpath", library)
        .refused("--classpath: ", "library.jar names no service", OPERATIONS)
        .faults(1);
  }

  @Test
  void aFileThatNamesAnOperationOfAJarIsRefusedWithoutIt() {
    Run.of("validate", experiment)
        .refused("own.yaml:9: space.cells.reduce.ops[0]", "'wide_conv_7x7'", "--classpath JAR")
        .faults(1);
    Run.of("space", experiment, "--classpath", jar).printed("space own: 3 architectures");
  }

  @Test
  void aJarThatIsNotThereIsRefused() {
    Run.of("validate", experiment, "--classpath", "no.jar")
        .refused("--classpath: there is no jar no.jar")
        .faults(1);
  }

  @Test
  @Tag("slow")
  void aStudyNeedsTheJarAgainButItsWinnerDoesNot() throws IOException {
    Path study = folder.resolve("study");
    Run.of("search", experiment, "--dir", study, "--quiet", "--classpath", jar)
        .printed("wide_conv_7x7");
    Path winner = study.resolve("best-architecture.json");
    Run.of("verify", winner, "--classpath", jar).printed("verified").printedNot("not checked");
    Run.of("verify", winner).printed("verified", "genotype not checked", "wide_conv_7x7");
    Path copy = folder.resolve("copy.json");
    Run.of("export", study, "--out", copy, "--svg").printed("copy.json", "copy.svg");
    String picture = Files.readString(folder.resolve("copy.svg"));
    assertTrue(picture.contains(">wide_conv_7x7</text>"), picture);
    assertEquals(Winner.text(winner), Winner.text(copy));
    Path again = folder.resolve("again");
    Run.of("train", copy, "--seeds", 1, "--epochs", 1, "--dir", again).printed("test_accuracy");

    Run.of("search", experiment, "--dir", study).refused("'wide_conv_7x7'", "--classpath JAR");
    Run.of("status", study).printed("finished, winner retrained", "val_accuracy");
    Run.of("export", study, "--trial", 0, "--out", copy).refused("--classpath JAR");
    Run.of("export", study, "--trial", 0, "--out", copy, "--classpath", jar).printed();
  }
}
