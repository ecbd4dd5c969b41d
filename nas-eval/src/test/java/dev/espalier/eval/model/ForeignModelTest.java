package dev.espalier.eval.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.Scale;
import dev.espalier.datasets.prepare.TargetEncoding;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/** Model files that were made to have something done, not to predict. */
class ForeignModelTest {
  private static final Preprocessing PREPROCESSING =
      new ImagePreprocessing(
          1,
          2,
          2,
          List.of(new Scale(0, 1)),
          List.of(),
          255,
          TargetEncoding.classes(List.of("a", "b", "c")));

  private Path file;

  /** Set by a class that a file must not be able to wake. */
  static volatile boolean marked;

  /** Leaves a mark when it is deserialized. */
  static final class Deserialized implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) {
      marked = true;
    }
  }

  /** Leaves a mark when it is initialised. */
  public static final class Initialised {
    static {
      ForeignModelTest.marked = true;
    }

    private Initialised() {}
  }

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    marked = false;
    file = folder.resolve("model.zip");
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(0.1))
            .graphBuilder()
            .addInputs("in")
            .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(3).build(), "in")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    graph.getUpdater(true);
    new ModelFile(graph, PREPROCESSING).write(file);
  }

  private String refused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ModelFile.read(file));
    assertFalse(marked, "code of the file's choosing has run");
    return String.valueOf(refused.getMessage());
  }

  private void put(String entry, byte[] content) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
      Files.write(zip.getPath(entry), content);
    }
  }

  private String configuration() throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
      return Files.readString(zip.getPath("configuration.json"));
    }
  }

  private void configuration(String json) throws IOException {
    put("configuration.json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Parameters as ND4J writes them, with headers that may say anything. */
  private void coefficients(long inShape, long inHeader, int written) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(6);
    out.writeUTF("LONG");
    for (long number : new long[] {1, inShape, 1, 8192, 1, 99}) {
      out.writeLong(number);
    }
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(inHeader);
    out.writeUTF("FLOAT");
    for (int i = 0; i < written; i++) {
      out.writeFloat(1);
    }
    put("coefficients.bin", bytes.toByteArray());
  }

  @Test
  void aModelAsItShouldBeIsRead() throws IOException {
    coefficients(15, 15, 15);
    ComputationGraph graph = ModelFile.read(file).graph();
    assertEquals(15, graph.numParams());
    assertEquals(1.0, graph.params().meanNumber().doubleValue());
    assertEquals(30, graph.getUpdater().getStateViewArray().length());
    graph.close();
  }

  @Test
  void aSerializedObjectIsRefusedByItsName() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Deserialized());
    }
    put("preprocessor.bin", bytes.toByteArray());
    assertTrue(refused().contains("holds preprocessor.bin; a model holds coefficients.bin,"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"normalizer.bin", "noParams.marker", "a/b", "../up", "configuration.json/"})
  void anyOtherEntryIsRefused(String entry) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    assertTrue(whole.length > 0);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.closeEntry();
    }
    assertTrue(refused().contains("holds " + entry));
  }

  @Test
  void aClassOfTheFilesChoosingIsNotInitialised() throws IOException {
    String json = configuration();
    String name = Initialised.class.getName();
    String layer = "org.deeplearning4j.nn.conf.layers.OutputLayer";
    assertTrue(json.contains(layer));
    configuration(json.replace(layer, name));
    assertTrue(refused().contains("names the class " + name), refused());
    configuration(
        json.replace(
            "\"@class\" : \"" + layer, "\"@class\" : \"" + name + "\",\"@class\" : \"" + layer));
    assertTrue(refused().contains("Duplicate"), refused());
  }

  @ParameterizedTest
  @CsvSource({
    "1000000000000, 15, 15, has 1 axes and 1000000000000 numbers; must be one row",
    "15, 1000000000000, 15, states 1000000000000 numbers in a shape of 15",
    "16, 16, 16, has 16 numbers; the configuration needs 15",
    "15, 15, 3, 'and 12 bytes follow; must be 60'",
    "15, 15, 16, 'and 64 bytes follow; must be 60'",
    "-1, 15, 15, must be one row",
    "15, -15, 15, states -15 numbers"
  })
  void lengthsThatAreNotSoAreRefused(long shape, long header, int written, String why)
      throws IOException {
    coefficients(shape, header, written);
    assertTrue(refused().contains(why), refused());
  }

  @ParameterizedTest
  @CsvSource({
    "\"nin\" : 4, \"nin\" : 4000000000, must be at most 1500000",
    "\"nin\" : 4, \"nin\" : -4, 'has -9 parameters'",
    "\"nout\" : 3, \"nout\" : 1500000, the configuration needs 7500000",
    "FLOAT, DOUBLE, must be FLOAT"
  })
  void sizesThatNoModelHasAreRefused(String what, String by, String why) throws IOException {
    String json = configuration();
    assertTrue(json.contains(what), json);
    configuration(json.replace(what, by));
    assertTrue(refused().contains(why), refused());
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    configuration("{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000));
    assertTrue(refused().contains("depth"), refused());
  }

  /** Forty megabytes of blanks in forty kilobytes. */
  @Test
  void anEntryThatUnpacksToTooMuchIsRefused() throws IOException {
    configuration(" ".repeat(40 << 20) + "{}");
    assertTrue(Files.size(file) < 1 << 20);
    assertTrue(refused().contains("has more than 33554432 bytes"), refused());
  }
}
