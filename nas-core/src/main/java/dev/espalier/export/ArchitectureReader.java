package dev.espalier.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Network;
import dev.espalier.space.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an architecture file, section by section, and says all that is wrong with it at once. */
final class ArchitectureReader {
  /** The largest network that is read fits many times over. */
  static final int MOST_BYTES = 32 << 20;

  static final ImmutableList<String> SECTIONS =
      ImmutableList.of(
          "$schema",
          "formatVersion",
          "id",
          "task",
          "canonicalHash",
          "declaredHash",
          "space",
          "genotype",
          "network",
          "conventions",
          "cost",
          "metrics",
          "training",
          "preprocessing",
          "data",
          "search",
          "provenance");

  static final ImmutableSet<String> REQUIRED =
      ImmutableSet.of("formatVersion", "canonicalHash", "network", "cost");

  private final JsonNode root;
  private final JsonFaults faults;

  private ArchitectureReader(JsonNode root, JsonFaults faults) {
    this.root = root;
    this.faults = faults;
  }

  static ArchitectureFile read(Path path) {
    return read(path, text(path));
  }

  /** Reads the content of a file, whose path the messages name. */
  static ArchitectureFile read(Path path, String text) {
    JsonFaults faults = new JsonFaults(path, text);
    JsonNode root = parse(text, faults);
    return new ArchitectureReader(root, faults).file();
  }

  private static String text(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw refused(path, "is not there, or no file");
      }
      long size = Files.size(path);
      if (size > MOST_BYTES) {
        throw refused(path, "holds %s bytes; at most %s are read".formatted(size, MOST_BYTES));
      }
      return Files.readString(path);
    } catch (CharacterCodingException cause) {
      throw refused(path, "is not text in UTF-8, as JSON must be");
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + path, cause);
    }
  }

  private static ConfigException refused(Path path, String why) {
    return new ConfigException(List.of(new Fault(path.toString(), 0, "", null, why)));
  }

  private static JsonNode parse(String text, JsonFaults faults) {
    try {
      JsonNode root = ArchitectureJson.MAPPER.readTree(text);
      if (root.isObject()) {
        return root;
      }
      faults.add(1, "holds no JSON object; an architecture file is one");
    } catch (JsonProcessingException cause) {
      int line = cause.getLocation() == null ? 1 : cause.getLocation().getLineNr();
      faults.add(line, "is not JSON as it must be: " + Binding.reason(cause));
    }
    throw faults.exception();
  }

  private ArchitectureFile file() {
    Optional<String> version = section("formatVersion", String.class);
    version.ifPresent(text -> check("formatVersion", () -> ArchitectureFile.requireVersion(text)));
    if (version.isPresent() && faults.any()) {
      // The rest of a file of another version would only be misunderstood.
      throw faults.exception();
    }
    refuseUnknownSections();
    Optional<String> canonicalHash = hash("canonicalHash");
    Optional<StatedCost> cost = section("cost", StatedCost.class);
    Optional<Network> network =
        json("network").flatMap(json -> NetworkSection.read(json, "/network", faults));
    Optional<String> declaredHash = hash("declaredHash");
    Optional<String> id = section("id", String.class);
    id.ifPresent(text -> check("id", () -> ArchitectureFile.requireId(text)));
    Optional<SpaceOrigin> space = section("space", SpaceOrigin.class);
    Map<String, String> genotype = map("genotype", String.class);
    Map<String, StatedMetric> metrics = map("metrics", StatedMetric.class);
    Optional<TrainingPlan> training =
        json("training")
            .map(ArchitectureReader::withAllKeys)
            .flatMap(json -> Binding.read(json, "/training", TrainingPlan.class, faults));
    Optional<JsonNode> preprocessing = section("preprocessing", JsonNode.class);
    preprocessing.ifPresent(
        json -> check("preprocessing", () -> OpaqueJson.copy("preprocessing", json)));
    Optional<DataOrigin> data = section("data", DataOrigin.class);
    Optional<SearchOrigin> search = section("search", SearchOrigin.class);
    Optional<Provenance> provenance =
        json("provenance")
            .map(Provenance::withEngine)
            .flatMap(json -> Binding.read(json, "/provenance", Provenance.class, faults));
    Optional<String> task = section("task", String.class);
    json("conventions").ifPresent(stated -> Conventions.check(stated, faults));
    section("$schema", String.class)
        .filter(schema -> !schema.equals(ArchitectureFile.SCHEMA))
        .ifPresent(
            schema ->
                faults.add(
                    "/$schema",
                    "is '%s'; it must be '%s'".formatted(schema, ArchitectureFile.SCHEMA)));
    if (faults.any()) {
      throw faults.exception();
    }
    return new ArchitectureFile(
        version.orElseThrow(),
        canonicalHash.orElseThrow(),
        cost.orElseThrow(),
        network.orElseThrow(),
        declaredHash,
        id,
        space,
        json("genotype").map(json -> Architecture.of(genotype)),
        metrics,
        training,
        preprocessing,
        data,
        search,
        provenance,
        task);
  }

  /** Recipes are written without keys that they do not set, on which binding insists. */
  private static JsonNode withAllKeys(JsonNode training) {
    JsonNode copy = training.deepCopy();
    if (copy.get("recipe") instanceof ObjectNode recipe) {
      recipe.putIfAbsent("tbptt", BooleanNode.FALSE);
      recipe.putIfAbsent("augment", recipe.arrayNode());
    }
    return copy;
  }

  private void refuseUnknownSections() {
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!SECTIONS.contains(name)) {
                faults.add(Binding.pointer(name), "is not known here; known are " + SECTIONS);
              }
            });
  }

  /** The JSON of a section, or empty, which is a fault if the section is required. */
  private Optional<JsonNode> json(String name) {
    JsonNode json = root.get(name);
    if (json == null && REQUIRED.contains(name)) {
      faults.add("/" + name, "is missing");
    }
    return Optional.ofNullable(json);
  }

  private <T> Optional<T> section(String name, Class<T> type) {
    return json(name).flatMap(json -> Binding.read(json, "/" + name, type, faults));
  }

  private <T> Map<String, T> map(String name, Class<T> type) {
    Map<String, T> map = new LinkedHashMap<>();
    json(name)
        .filter(json -> isObject(json, name))
        .ifPresent(
            json ->
                json.properties()
                    .forEach(
                        entry ->
                            Binding.read(
                                    entry.getValue(),
                                    "/" + name + Binding.pointer(entry.getKey()),
                                    type,
                                    faults)
                                .ifPresent(value -> map.put(entry.getKey(), value))));
    return map;
  }

  private boolean isObject(JsonNode json, String name) {
    if (!json.isObject()) {
      faults.add("/" + name, "is %s; it must be an object".formatted(Binding.quote(json)));
    }
    return json.isObject();
  }

  private Optional<String> hash(String name) {
    Optional<String> hash = section(name, String.class);
    hash.ifPresent(text -> check(name, () -> ArchitectureFile.requireHash(name, text)));
    return hash;
  }

  private void check(String name, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException cause) {
      faults.add("/" + name, String.valueOf(cause.getMessage()));
    }
  }
}
