package dev.espalier.eval.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.datasets.prepare.Preprocessing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A trained graph with its preprocessing in one file: Deeplearning4j's own {@code model.zip}, which
 * {@link ModelSerializer} reads, with one entry more.
 *
 * @param graph the graph, which the receiver closes
 * @param preprocessing what its inputs went through
 */
public record ModelFile(ComputationGraph graph, Preprocessing preprocessing) {
  private static final String ENTRY = "espalier/preprocessing.json";

  /** Writes or replaces a file, whole or not at all. */
  public void write(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".tmp");
    ModelSerializer.writeModel(graph, temporary.toFile(), true);
    try (FileSystem zip =
        FileSystems.newFileSystem(URI.create("jar:" + temporary.toUri()), Map.of())) {
      Path entry = zip.getPath(ENTRY);
      Files.createDirectories(entry.getParent());
      Files.write(entry, new ObjectMapper().writeValueAsBytes(preprocessing));
    }
    Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no model file, or one without preprocessing
   */
  public static ModelFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("%s: there is no such file".formatted(file));
    }
    Preprocessing preprocessing = preprocessing(file); // first: a graph would have to be closed
    return new ModelFile(graph(file), preprocessing);
  }

  private static Preprocessing preprocessing(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(ENTRY);
      if (entry == null) {
        throw new IllegalArgumentException(
            "%s: holds no %s; it must be a model that nas search or nas train wrote"
                .formatted(file, ENTRY));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new ObjectMapper().readValue(in, Preprocessing.class);
      }
    } catch (ZipException | JsonProcessingException cause) {
      throw new IllegalArgumentException(
          "%s: is no model file, or a damaged one: %s".formatted(file, cause.getMessage()), cause);
    }
  }

  private static ComputationGraph graph(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry(ModelSerializer.CONFIGURATION_JSON) == null) {
        throw new IllegalArgumentException(
            "%s: is no Deeplearning4j model; it holds no %s"
                .formatted(file, ModelSerializer.CONFIGURATION_JSON));
      }
    } catch (ZipException cause) {
      throw new IllegalArgumentException(
          "%s: is no model file, or a damaged one: %s".formatted(file, cause.getMessage()), cause);
    }
    try {
      return ModelSerializer.restoreComputationGraph(file.toFile(), true);
    } catch (RuntimeException | EOFException cause) {
      throw new IllegalArgumentException(
          "%s: is a damaged Deeplearning4j model".formatted(file), cause);
    }
  }
}
