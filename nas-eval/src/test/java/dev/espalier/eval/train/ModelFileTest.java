package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.Scale;
import dev.espalier.eval.model.ModelFile;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelFileTest {
  private static final Examples STROKES = Samples.strokes(48, 1);
  private static final Preprocessing PREPROCESSING =
      new ImagePreprocessing(
          1, 8, 8, List.of(new Scale(127.5, 60.0)), List.of(), 255, Samples.CLASSES);

  private Trained trained;
  private Path file;

  @BeforeAll
  void train() throws Exception {
    trained =
        new Trainer(Samples.RECIPE, Samples.CLASSES)
            .train(Samples.convolutional(), STROKES, 1, 3, Watch.NONE);
  }

  @AfterAll
  void close() {
    trained.close();
  }

  @BeforeEach
  void write(@TempDir Path folder) throws Exception {
    file = folder.resolve("model.zip");
    new ModelFile(trained.graph(), PREPROCESSING).write(file);
  }

  @Test
  void whatIsReadPutsOutTheSame() throws Exception {
    ModelFile read = ModelFile.read(file);
    assertEquals(PREPROCESSING, read.preprocessing());
    try (Trained again = new Trained(read.graph(), read.preprocessing().targets())) {
      assertArrayEquals(trained.outputs(STROKES.features()), again.outputs(STROKES.features()));
    }
  }

  @Test
  void deeplearning4jReadsItByItself() throws Exception {
    try (Trained again =
        new Trained(
            ModelSerializer.restoreComputationGraph(file.toFile(), true), Samples.CLASSES)) {
      double[][] outputs = trained.outputs(STROKES.features());
      double[][] byItself = again.outputs(STROKES.features());
      for (int row = 0; row < outputs.length; row++) {
        assertArrayEquals(outputs[row], byItself[row], 1e-5);
      }
    }
  }

  @Test
  void writingReplacesAndLeavesNothingElse() throws Exception {
    new ModelFile(trained.graph(), PREPROCESSING).write(file);
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aModelWithoutPreprocessingIsRefused() throws Exception {
    ModelSerializer.writeModel(trained.graph(), file.toFile(), true);
    assertRefused("holds no espalier-preprocessing.json");
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws Exception {
    Files.writeString(file, "accuracy,0.9");
    assertRefused("is no model file, or a damaged one");
  }

  @Test
  void aFileCutShortIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused("is no model file, or a damaged one");
  }

  @Test
  void aForeignZipIsRefused() throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
      Files.delete(zip.getPath("configuration.json"));
    }
    assertRefused("holds no configuration.json");
  }

  @Test
  void damagedEntriesAreRefused() throws Exception {
    for (String entry :
        List.of("configuration.json", "coefficients.bin", "espalier-preprocessing.json")) {
      new ModelFile(trained.graph(), PREPROCESSING).write(file);
      replace(entry, "{\"type\":7");
      assertRefused("is no model file, or a damaged one");
    }
  }

  @Test
  void emptyPreprocessingIsRefused() throws Exception {
    replace("espalier-preprocessing.json", "null");
    assertRefused("espalier-preprocessing.json is empty");
  }

  @Test
  void aMissingFileIsRefused() throws Exception {
    Files.delete(file);
    assertRefused("there is no such file");
  }

  private void assertRefused(String why) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> ModelFile.read(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file + ": ") && message.contains(why), message);
  }

  private void replace(String entry, String content) throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
      Files.writeString(zip.getPath(entry), content);
    }
  }
}
