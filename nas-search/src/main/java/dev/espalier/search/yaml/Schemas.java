package dev.espalier.search.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.io.Resources;
import dev.espalier.config.JsonSchema;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.SpaceSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON Schemas (2020-12) of the files that people write or read: editors complete by them. */
public final class Schemas {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Schemas() {}

  /** Of {@code experiment.yaml}. */
  public static String experiment() {
    return text(ExperimentSchema.of());
  }

  /** Of {@code *.space.yaml}. */
  public static String space() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", JsonSchema.DIALECT);
    schema.put("title", "A space of Espalier");
    schema.putAll(SpaceSchema.of(OperationRegistry.standard()));
    return text(schema);
  }

  /** Of {@code best-architecture.json}. */
  public static String architecture() {
    try {
      return Resources.toString(
              Resources.getResource(ArchitectureFile.class, ArchitectureFile.SCHEMA_RESOURCE),
              StandardCharsets.UTF_8)
          .strip();
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read the schema of architectures", cause);
    }
  }

  private static String text(Map<String, Object> schema) {
    try {
      return JSON.writeValueAsString(schema);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
