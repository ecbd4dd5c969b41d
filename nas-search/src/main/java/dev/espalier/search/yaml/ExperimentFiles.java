package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.spaces.preset.SpaceFiles;
import dev.espalier.spaces.spec.SpaceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Experiments and spaces in files. All methods throw {@link dev.espalier.config.ConfigException}
 * with every mistake of the file.
 */
public final class ExperimentFiles {
  private static final String STANDARD = "default-experiment.yaml";

  private ExperimentFiles() {}

  /** Reads an experiment to run it; its relative paths start at the folder of the file. */
  public static Experiment read(Path file) {
    return read(file, ImmutableMap.of());
  }

  /**
   * Reads an experiment to run it, some of its values set from outside.
   *
   * @param values YAML by path of keys, such as {@code budget.trials}
   */
  public static Experiment read(Path file, Map<String, String> values) {
    return ExperimentReader.read(YamlDocument.read(file).with(values), folder(file));
  }

  /**
   * Reads an experiment to look at it: its data need not be there, as those of a study that ended
   * long ago.
   */
  public static Experiment readWithoutData(Path file) {
    return ExperimentReader.readWithoutData(YamlDocument.read(file), folder(file));
  }

  /**
   * Reads the {@code experiment.yaml} of a study to look at the study: strategy and evaluator need
   * not be there, the data must.
   */
  public static Experiment readStored(Path file) {
    return ExperimentReader.readStored(YamlDocument.read(file), folder(file));
  }

  /** The experiment that runs where none is given: embedded real data, a space of small CNNs. */
  public static Experiment standard(Map<String, String> values) {
    YamlDocument document = YamlDocument.parse(STANDARD, standardText());
    return ExperimentReader.read(document.with(values), Path.of("").toAbsolutePath());
  }

  /** Whether a file describes a space, by its {@code apiVersion}. */
  public static boolean isSpace(Path file) {
    return YamlDocument.read(file)
        .root()
        .map()
        .optional("apiVersion")
        .filter(version -> version.text().startsWith("nas-space/"))
        .isPresent();
  }

  /**
   * Reads a dataset block whose data are about to be used.
   *
   * @param folder where its relative paths start
   */
  public static DatasetSpec dataset(YamlDocument document, Path folder) {
    DatasetSpec spec = DatasetReader.of(folder.toAbsolutePath()).read(document.root(), null);
    document.check();
    if (spec == null) {
      throw new IllegalStateException("nothing was noted, yet nothing was read");
    }
    return spec;
  }

  /** Reads the description of a space of any family. */
  public static SpaceSpec readSpace(Path file) {
    return SpaceFiles.standard().read(file);
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
  }

  private static String standardText() {
    URL resource = Resources.getResource(ExperimentFiles.class, STANDARD);
    try {
      return Resources.toString(resource, StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + resource, cause);
    }
  }
}
