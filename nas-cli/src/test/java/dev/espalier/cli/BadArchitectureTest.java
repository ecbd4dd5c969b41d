package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of architecture and model files that are no good. */
class BadArchitectureTest {
  private final Path folder;

  BadArchitectureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** {@code verify} and {@code train} refuse the file for the same reasons. */
  private Run refuse(Path file, String... parts) {
    List<String> before = Run.below(folder);
    Run verified = Run.of("verify", file).refused(parts);
    assertEquals(verified, Run.of("train", file, "--dir", folder.resolve("run")));
    assertEquals(before, Run.below(folder));
    return verified;
  }

  @Test
  void aTruncatedFileIsRefusedAtItsEnd() throws IOException {
    Path file = Winner.write(folder);
    String text = Winner.text(file);
    String half = text.substring(0, text.length() / 2);
    Files.writeString(file, half);
    refuse(file, "best-architecture.json:%s: ".formatted(half.lines().count())).faults(1);
  }

  @Test
  void randomBytesAnEmptyFileAFolderAndNoFileAreRefused() throws IOException {
    byte[] noise = new byte[1000];
    new Random(3).nextBytes(noise);
    refuse(Files.write(folder.resolve("noise.json"), noise), "noise.json").faults(1);
    refuse(Files.write(folder.resolve("noise.json"), new byte[0]), "noise.json").faults(1);
    refuse(folder, folder.toString()).faults(1);
    refuse(folder.resolve("none.json"), "none.json", "is not there").faults(1);
  }

  @Test
  void aPoolThatIsLargerThanItsImageIsRefused() throws IOException {
    Network.Builder network = Network.builder(new Shape.Image(1, 5, 5));
    int pool = network.add("pool", Pool2d.max(Window.valid(5, 1)), 0);
    network.add("head", new GlobalPool(Pooling.MAX), pool);
    Path file =
        Winner.write(
            folder,
            network.build(),
            json -> ((ObjectNode) json.at("/network/input")).put("height", 3).put("width", 3));
    refuse(file, "best-architecture.json:", ": /network/nodes/0", "5x5", "3x3").faults(1);
  }

  @Test
  void threeFaultsAreThreeMessages() {
    Path file =
        Winner.write(
            folder,
            json -> {
              json.put("surprise", 1);
              json.put("canonicalHash", "short");
              Winner.layer(json, "conv2d").put("type", "conv9d");
            });
    refuse(file, "surprise", "canonicalHash", "conv9d", "/network/nodes/0").faults(3);
  }

  @Test
  void aWrongTypeAndAnUnknownInputAreNamedWithTheirPlace() {
    Path file =
        Winner.write(
            folder,
            json -> {
              ((ObjectNode) json.at("/network/nodes/0/layer")).put("filters", "many");
              ArrayNode inputs = (ArrayNode) json.at("/network/nodes/0/inputs");
              inputs.set(0, "nowhere");
            });
    refuse(file, "/network/nodes/0", "many");
  }

  @Test
  void aNewerFormatIsRefused() {
    refuse(Winner.write(folder, json -> json.put("formatVersion", "2.0")), "formatVersion", "2.0");
  }

  @Test
  void trainingOnDataThatDoesNotFitIsRefusedBeforeAFolderIsMade() {
    Path file = Winner.write(folder);
    List<String> before = Run.below(folder);
    Path run = folder.resolve("run");
    Run.of("train", file, "--dir", run, "--dataset", "fashion-mnist-mini")
        .refused("8x8", "28x28", "fashion-mnist-mini");
    Run.of("train", file, "--dir", run, "--dataset", "digitz").refused("digitz", "digits");
    Run.of("train", file, "--dir", run, "--dataset", "none.yaml").refused("none.yaml");
    Run.of("train", file, "--dir", run, "--epochs", "0").refused("epochs", "0", "at least 1");
    Run.of("train", file, "--dir", run, "--seeds", "0").refused("seeds", "0", "at least 1");
    assertEquals(before, Run.below(folder));
  }

  @Test
  void trainingOnDataThatAreNotThereIsRefusedWhereTheyAreNamed() throws IOException {
    Path none = folder.resolve("none.csv");
    Path file =
        Winner.write(
            folder,
            json ->
                ((ObjectNode) json.path("data"))
                    .putObject("split")
                    .put("path", none.toString())
                    .put("label", "label"));
    Path experiment =
        Files.writeString(
            folder.resolve("other.yaml"),
            """
            apiVersion: nas/v1
            study: {name: other}
            dataset: {path: none.csv}
            space: {preset: cnn-cells}
            """);
    Path run = folder.resolve("run");
    Run.of("train", file, "--dir", run).refused("data.split", "path", none.toString()).faults(1);
    Run.of("train", file, "--dir", run, "--dataset", experiment)
        .refused("other.yaml:3: dataset.path: value 'none.csv'")
        .faults(1);
    assertFalse(Files.exists(run));
  }

  @Test
  void aModelThatIsNoneIsRefusedAndNothingIsWritten() throws IOException {
    Path input = Files.writeString(folder.resolve("new.csv"), "a\n1\n");
    Path noise = Files.writeString(folder.resolve("noise.zip"), "this is no archive");
    Path other = folder.resolve("other.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write("{\"truncated\": ".getBytes(StandardCharsets.UTF_8));
    }
    Path empty = folder.resolve("empty.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    List<String> before = Run.below(folder);
    Path out = folder.resolve("out.csv");
    for (Path model : List.of(noise, other, empty, folder, folder.resolve("none.zip"))) {
      Run.of("predict", model, "--input", input, "--out", out).refused(model.toString()).faults(1);
    }
    assertEquals(before, Run.below(folder));
  }
}
