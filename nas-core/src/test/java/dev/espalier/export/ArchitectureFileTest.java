package dev.espalier.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureFileTest {
  private final Path folder;

  ArchitectureFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theExampleIsWrittenAsItIsCheckedIn() {
    assertEquals(Examples.golden(), ArchitectureWriter.text(Examples.file()));
  }

  @Test
  void theCheckedInExampleIsReadAndWrittenAgainByteForByte() throws IOException {
    Path path = Files.writeString(folder.resolve("a.json"), Examples.golden());
    ArchitectureFile file = ArchitectureFile.read(path);
    file.write(folder.resolve("b.json"));
    assertEquals(-1, Files.mismatch(path, folder.resolve("b.json")));
  }

  @Test
  void anEarlierFileNamesItsEngineAtTheEndOfTheBackend() throws IOException {
    String now = "\"backend\": \"nd4j 1.0.0-M2.1\",\n    \"engine\": \"stock\",";
    assertTrue(Examples.golden().contains(now), Examples.golden());
    Path path = folder.resolve("a.json");

    Files.writeString(
        path, Examples.golden().replace(now, "\"backend\": \"nd4j 1.0.0-M2.1, engine onednn\","));
    assertEquals("onednn", ArchitectureFile.read(path).provenance().orElseThrow().engine());
    Files.writeString(path, Examples.golden().replace(now, "\"backend\": \"nd4j\","));
    assertEquals("", ArchitectureFile.read(path).provenance().orElseThrow().engine());
  }

  @Test
  void aTrainingThatWasStoppedSaysOfHowMany() {
    Path path = folder.resolve("a.json");
    StatedMetric stopped = new StatedMetric.Searched(0.5, List.of(1L), new Fidelity(3, 27, 0.5));
    ArchitectureFile.builder(Examples.network())
        .metric("val_accuracy", stopped)
        .build()
        .write(path);
    assertEquals(stopped, ArchitectureFile.read(path).metrics().get("val_accuracy"));
  }

  @Test
  void readingGivesBackWhatWasWritten() {
    Path path = folder.resolve("a.json");
    Examples.file().write(path);
    assertEquals(Examples.file(), ArchitectureFile.read(path));
  }

  @Test
  void onlyTheNetworkIsNeeded() {
    Path path = folder.resolve("a.json");
    ArchitectureFile file = ArchitectureFile.builder(Examples.network()).build();
    file.write(path);
    ArchitectureFile read = ArchitectureFile.read(path);
    assertEquals(file, read);
    assertEquals(Optional.empty(), read.training());
    assertEquals(Examples.network(), read.network());
  }

  @Test
  void networksOfAnInputAloneCanBeWritten() {
    Path path = folder.resolve("a.json");
    Network network = Network.builder(new Shape.Vector(3)).build();
    ArchitectureFile.builder(network).build().write(path);
    assertEquals(network, ArchitectureFile.read(path).network());
  }

  @Test
  void statedCostIsThatOfTheLiveNetworkAndSumsUp() {
    StatedCost cost = Examples.file().cost();
    assertEquals(cost.params(), cost.byLayer().stream().mapToLong(l -> l.params()).sum());
    assertEquals(cost.macs(), cost.byLayer().stream().mapToLong(l -> l.macs()).sum());
    assertEquals(cost.flops(), cost.byLayer().stream().mapToLong(l -> l.flops()).sum());
    assertTrue(cost.declared().flops() > cost.flops(), "the dead activation costs something");
    assertTrue(cost.byLayer().stream().noneMatch(layer -> layer.key().equals("c0.dead")));
  }

  @Test
  void writingReplacesTheOldFileAndLeavesNothingElse() throws IOException {
    Path path = Files.writeString(folder.resolve("a.json"), "old");
    Examples.file().write(path);
    assertEquals(Examples.golden(), Files.readString(path));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve("a.json"));
    Path more = Files.writeString(inTheWay.resolve("more"), "old");
    ArchitectureFile file = Examples.file();
    assertThrows(UncheckedIOException.class, () -> file.write(inTheWay));
    assertThrows(UncheckedIOException.class, () -> file.write(folder.resolve("no/a.json")));
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(folder, inTheWay, more), files.sorted().toList());
    }
  }

  @Test
  void numbersThatJsonCannotHoldAreRefused() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> new StatedMetric.Retrained(value, 0, 1, false));
      JsonNode json = JsonNodeFactory.instance.objectNode().set("mean", DoubleNode.valueOf(value));
      ArchitectureFile.Builder builder =
          ArchitectureFile.builder(Examples.network()).preprocessing(json);
      IllegalArgumentException error = assertThrows(IllegalArgumentException.class, builder::build);
      assertEquals(
          "preprocessing holds NaN or an infinity; all its numbers must be finite",
          error.getMessage());
    }
  }

  @Test
  void aNetworkWithoutAPathHasNoFile() {
    Network.Builder network = Network.builder(new Shape.Image(1, 8, 8));
    int zero = network.add("zero", new Zero(new Shape.Image(1, 8, 8)));
    network.add("conv", Conv2d.of(4, Window.same(3, 1)), zero);
    Network dead = network.build();
    assertThrows(NetworkException.class, () -> ArchitectureFile.builder(dead));
  }
}
