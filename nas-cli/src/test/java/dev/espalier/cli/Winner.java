package dev.espalier.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.DataOrigin;
import dev.espalier.export.SpaceOrigin;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.spec.SpaceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.yaml.snakeyaml.Yaml;

/** An architecture file of a preset space, as a search would leave it, to be altered. */
final class Winner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Winner() {}

  /** Writes the file as it should be. */
  static Path write(Path folder) {
    SpaceSpec description = Presets.get("cnn-cells").bind(new Shape.Image(1, 8, 8), 10);
    NetworkSpace space = description.space(OperationRegistry.standard());
    Architecture architecture = space.sample(new Random(5));
    Network network = space.expand(architecture);
    JsonNode spec = JSON.valueToTree(new Yaml().<Object>load(description.toYaml()));
    Path path = folder.resolve("best-architecture.json");
    ArchitectureFile.builder(network)
        .id("digits-5")
        .found(new SpaceOrigin(space.name(), space.hash(), spec), architecture)
        .data(
            new DataOrigin(
                "digits", "cd34", ImmutableMap.of(), JSON.createObjectNode().put("name", "digits")))
        .build()
        .write(path);
    return path;
  }

  /** Writes the file, then alters it. */
  static Path write(Path folder, Consumer<ObjectNode> edit) {
    return edit(write(folder), edit);
  }

  /** Writes a file of a network from nowhere, then alters it. */
  static Path write(Path folder, Network network, Consumer<ObjectNode> edit) {
    Path path = folder.resolve("best-architecture.json");
    ArchitectureFile.builder(network).build().write(path);
    return edit(path, edit);
  }

  private static Path edit(Path path, Consumer<ObjectNode> edit) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(path.toFile());
      edit.accept(json);
      JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), json);
      return path;
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** The first layer of a type. */
  static ObjectNode layer(ObjectNode json, String type) {
    for (JsonNode node : json.at("/network/nodes")) {
      if (node.at("/layer/type").asText().equals(type)) {
        return (ObjectNode) node.get("layer");
      }
    }
    throw new AssertionError("no layer of type " + type + " in " + json);
  }

  static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
