package dev.espalier.eval.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.file.AtomicFile;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.onednn.OneDnnGraph;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained graph with its preprocessing in one file: Deeplearning4j's own {@code model.zip}, which
 * {@link ModelSerializer} reads, with one entry more. What is read runs on oneDNN where oneDNN
 * covers it, whatever trained it.
 *
 * <p>Files are read by code of our own, not by {@link ModelSerializer}: they may come from anybody.
 *
 * @param graph the graph, which the receiver closes
 * @param preprocessing what its inputs went through
 */
public record ModelFile(ComputationGraph graph, Preprocessing preprocessing) {

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
      Files.write(
          zip.getPath(ModelArchive.PREPROCESSING),
          new ObjectMapper().writeValueAsBytes(preprocessing));
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if there is none, or it is no model file, a damaged one, one
   *     without preprocessing, or one with anything in it that a model has not
   */
  public static ModelFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("%s: there is no such file".formatted(file));
    }
    try (ModelArchive archive = ModelArchive.open(file)) {
      Preprocessing preprocessing = preprocessing(file, archive);
      return new ModelFile(graph(file, archive), preprocessing);
    } catch (ZipException | EOFException | JsonProcessingException cause) {
      throw damaged(file, cause);
    }
  }

  private static Preprocessing preprocessing(Path file, ModelArchive archive) throws IOException {
    Preprocessing read =
        new ObjectMapper().readValue(archive.read(ModelArchive.PREPROCESSING), Preprocessing.class);
    if (read == null) { // the JSON null
      throw new IllegalArgumentException(
          "%s: %s is empty".formatted(file, ModelArchive.PREPROCESSING));
    }
    return read;
  }

  private static ComputationGraph graph(Path file, ModelArchive archive) throws IOException {
    byte[] json = archive.read(ModelArchive.CONFIGURATION);
    byte[] coefficients = archive.read(ModelArchive.COEFFICIENTS);
    NativeRuntime.load();
    try {
      ComputationGraphConfiguration configuration = ModelConfiguration.read(json);
      long parameters = ModelConfiguration.parameters(configuration);
      INDArray values = StoredArray.read(ModelArchive.COEFFICIENTS, coefficients, parameters);
      OneDnnGraph graph = new OneDnnGraph(configuration);
      graph.init(values, false);
      if (archive.has(ModelArchive.UPDATER)) {
        INDArray state =
            StoredArray.read(ModelArchive.UPDATER, archive.read(ModelArchive.UPDATER), -1);
        ComputationGraphUpdater updater = graph.getUpdater(true);
        INDArray own = updater.getStateViewArray();
        if (own == null || own.length() != state.length()) {
          throw new IllegalArgumentException(
              "%s has %s numbers; the configuration needs %s"
                  .formatted(ModelArchive.UPDATER, state.length(), own == null ? 0 : own.length()));
        }
        updater.setStateViewArray(state);
      }
      return graph;
    } catch (RuntimeException cause) { // what Deeplearning4j throws for content it cannot read
      throw damaged(file, cause);
    }
  }

  private static IllegalArgumentException damaged(Path file, Exception cause) {
    return new IllegalArgumentException(
        "%s: is no model file, or a damaged one: %s".formatted(file, cause.getMessage()), cause);
  }
}
