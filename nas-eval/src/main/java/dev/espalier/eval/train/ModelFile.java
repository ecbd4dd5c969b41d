package dev.espalier.eval.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.file.AtomicFile;
import dev.espalier.onednn.OneDnnGraph;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A trained graph with its preprocessing in one file: Deeplearning4j's own {@code model.zip}, which
 * {@link ModelSerializer} reads, with one entry more. What is read runs on oneDNN where oneDNN
 * covers it, whatever trained it.
 *
 * @param graph the graph, which the receiver closes
 * @param preprocessing what its inputs went through
 */
public record ModelFile(ComputationGraph graph, Preprocessing preprocessing) {
  /** At the top level: Deeplearning4j refuses files with a folder in them. */
  private static final String ENTRY = "espalier-preprocessing.json";

  /**
   * Writes or replaces a file, whole or not at all.
   *
   * @throws IOException if writing fails; what was there before stays
   */
  public void write(Path file) throws IOException {
    AtomicFile.replace(file, this::writeTo);
  }

  private void writeTo(Path fresh) throws IOException {
    ModelSerializer.writeModel(graph, fresh.toFile(), true);
    try (FileSystem zip = FileSystems.newFileSystem(fresh, Map.of())) {
      Files.write(zip.getPath(ENTRY), new ObjectMapper().writeValueAsBytes(preprocessing));
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if there is none, or it is no model file, a damaged one, or
   *     one without preprocessing
   */
  public static ModelFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("%s: there is no such file".formatted(file));
    }
    try {
      Preprocessing preprocessing = preprocessing(file);
      return new ModelFile(graph(file), preprocessing);
    } catch (ZipException | EOFException | JsonProcessingException cause) {
      throw damaged(file, cause);
    }
  }

  private static Preprocessing preprocessing(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(entry(file, zip, ENTRY))) {
      Preprocessing read = new ObjectMapper().readValue(in, Preprocessing.class);
      if (read == null) { // the JSON null
        throw new IllegalArgumentException("%s: %s is empty".formatted(file, ENTRY));
      }
      return read;
    }
  }

  private static ComputationGraph graph(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      entry(file, zip, ModelSerializer.CONFIGURATION_JSON);
      entry(file, zip, ModelSerializer.COEFFICIENTS_BIN);
    }
    try {
      return OneDnnGraph.wrap(ModelSerializer.restoreComputationGraph(file.toFile(), true));
    } catch (RuntimeException cause) { // what Deeplearning4j throws for content it cannot read
      throw damaged(file, cause);
    }
  }

  private static ZipEntry entry(Path file, ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "%s: holds no %s; it must be a model that nas search or nas train wrote"
              .formatted(file, name));
    }
    return entry;
  }

  private static IllegalArgumentException damaged(Path file, Exception cause) {
    return new IllegalArgumentException(
        "%s: is no model file, or a damaged one: %s".formatted(file, cause.getMessage()), cause);
  }
}
