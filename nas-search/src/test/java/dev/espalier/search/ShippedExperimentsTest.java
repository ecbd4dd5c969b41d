package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.file.FullData;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The experiments of the checkout fit their data, where these lie at hand. */
class ShippedExperimentsTest {
  private static final Path FOLDER = Path.of("..", "experiments");
  private static final Pattern DATA = Pattern.compile("path: \\.\\./data/([a-z0-9-]+)(/[^,\\s]+)?");

  /** Of data that are found without a path. */
  private static final String NAMED = "dataset: {name: ";

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
  void anExperimentIsValid(Path file) throws IOException {
    String text = Files.readString(file);
    Matcher path = DATA.matcher(text);
    Map<String, String> folder = Map.of();
    if (!text.contains(NAMED)) {
      assertTrue(path.find(), "names no data");
      Path data = FullData.folder(String.valueOf(path.group(1))).toAbsolutePath();
      folder = Map.of("dataset.path", data + (path.group(2) == null ? "" : path.group(2)));
    }
    Search.of(ExperimentFiles.read(file, folder)).check();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void winnersAreTrainedAsLongAsTrials(Path file) throws IOException {
    // Only that something is there is looked at, so that it takes no data.
    Map<String, String> somewhere =
        Files.readString(file).contains(NAMED)
            ? Map.of()
            : Map.of("dataset.path", file.toAbsolutePath().toString());
    Experiment experiment = ExperimentFiles.read(file, somewhere);
    assertTrue(experiment.retraining().epochs() >= experiment.fidelity().epochs());
  }
}
