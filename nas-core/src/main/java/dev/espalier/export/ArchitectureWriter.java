package dev.espalier.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes an architecture file: sections in a fixed order, absent ones left out. */
final class ArchitectureWriter {
  private ArchitectureWriter() {}

  /** The text of a file, which ends with a line break. */
  static String text(ArchitectureFile file) {
    ObjectNode root = ArchitectureJson.MAPPER.createObjectNode();
    put(root, "$schema", Optional.of(ArchitectureFile.SCHEMA));
    put(root, "formatVersion", Optional.of(file.formatVersion()));
    put(root, "id", file.id());
    put(root, "task", file.task());
    put(root, "canonicalHash", Optional.of(file.canonicalHash()));
    put(root, "declaredHash", file.declaredHash());
    put(root, "space", file.space());
    put(root, "genotype", file.genotype().map(genotype -> genotype.values()));
    put(root, "network", Optional.of(NetworkSection.write(file.network())));
    put(root, "conventions", Optional.of(Conventions.json()));
    put(root, "cost", Optional.of(file.cost()));
    put(root, "metrics", Optional.of(file.metrics()).filter(metrics -> !metrics.isEmpty()));
    put(root, "training", file.training());
    put(root, "preprocessing", file.preprocessing());
    put(root, "data", file.data());
    put(root, "search", file.search());
    put(root, "provenance", file.provenance());
    try {
      return ArchitectureJson.MAPPER.writer(new LinePrinter()).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException("a tree of JSON can be written", cause);
    }
  }

  private static void put(ObjectNode root, String name, Optional<?> section) {
    section.ifPresent(value -> root.set(name, ArchitectureJson.MAPPER.valueToTree(value)));
  }

  /** Writes or replaces a file, whole or not at all. */
  static void write(ArchitectureFile file, Path path) {
    try {
      AtomicFile.write(path, text(file));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot write " + path, cause);
    }
  }
}
