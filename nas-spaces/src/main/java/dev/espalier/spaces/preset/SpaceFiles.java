package dev.espalier.spaces.preset;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.config.YamlNode;
import dev.espalier.spaces.cell.CellSpaceYaml;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.spaces.transformer.TransformerSpaceSpec;
import java.nio.file.Path;

/** Reads the description of a space of any family from YAML; {@code family} says which. */
public final class SpaceFiles {
  private static final String CELLS = "cells";
  private static final ImmutableList<String> FAMILIES =
      ImmutableList.of(CELLS, RecurrentSpaceSpec.FAMILY, TransformerSpaceSpec.FAMILY);

  private final OperationRegistry operations;

  /** Spaces of cells may name these operations. */
  public SpaceFiles(OperationRegistry operations) {
    this.operations = operations;
  }

  /** With the operations that come with the framework and those of jars on the class path. */
  public static SpaceFiles standard() {
    return new SpaceFiles(OperationRegistry.standard());
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with all mistakes
   */
  public SpaceSpec read(Path file) {
    return read(YamlDocument.read(file));
  }

  /**
   * Reads text.
   *
   * @param name what messages call it, such as a file name
   * @throws ConfigException with all mistakes
   */
  public SpaceSpec parse(String name, String text) {
    return read(YamlDocument.parse(name, text));
  }

  private SpaceSpec read(YamlDocument document) {
    SpaceSpec spec = read(document.root());
    document.check();
    return spec;
  }

  /**
   * Reads a part of a document and notes the mistakes in it, for the caller to {@link
   * YamlDocument#check}; the result is of use only if there are none.
   */
  public SpaceSpec read(YamlNode node) {
    String family = node.map().optional("family").map(value -> value.oneOf(FAMILIES)).orElse(CELLS);
    return switch (family) {
      case RecurrentSpaceSpec.FAMILY -> RecurrentSpaceSpec.read(node);
      case TransformerSpaceSpec.FAMILY -> TransformerSpaceSpec.read(node);
      default -> new CellSpaceYaml(operations).read(node);
    };
  }
}
