package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.search.yaml.ExperimentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The experiments of the checkout fit their data, where these lie at hand. */
class ShippedExperimentsTest {
  private static final Path FOLDER = Path.of("..", "experiments");

  static List<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> experiments =
          files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      assertTrue(experiments.size() >= 2, experiments.toString());
      return experiments;
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void anExperimentIsValid(Path file) {
    Assumptions.assumeTrue(
        Files.isDirectory(Path.of("..", "..", "shared", "data")),
        "the data are not at ../shared/data");
    Search.of(ExperimentFiles.read(file)).check();
  }
}
