package dev.espalier.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A provenance. Files before format 1.2 name the engine at the end of the backend. */
final class ProvenanceJson {
  private static final String ENGINE = "engine";
  private static final String ENGINE_AFTER = ", engine ";

  private ProvenanceJson() {}

  record Stated(
      String version,
      String gitCommit,
      String java,
      String backend,
      String engine,
      String cpu,
      int threads) {
    public Stated {
      // refuses what is none
      new Provenance(version, gitCommit, java, backend, engine, cpu, threads);
    }
  }

  /** Reads a provenance. */
  static final class Read extends JsonDeserializer<Provenance> {
    @Override
    public Provenance deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonNode tree = context.readTree(in);
      if (tree instanceof ObjectNode object && !tree.has(ENGINE)) {
        String backend = tree.path("backend").asText("");
        int named = backend.lastIndexOf(ENGINE_AFTER);
        object.put(ENGINE, named < 0 ? "" : backend.substring(named + ENGINE_AFTER.length()));
      }
      Stated stated = context.readTreeAsValue(tree, Stated.class);
      return new Provenance(
          stated.version,
          stated.gitCommit,
          stated.java,
          stated.backend,
          stated.engine,
          stated.cpu,
          stated.threads);
    }
  }
}
