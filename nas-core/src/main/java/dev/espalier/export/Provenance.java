package dev.espalier.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What made an architecture file.
 *
 * @param version of Espalier
 * @param gitCommit that it was built from; {@code "unknown"} outside a checkout
 * @param java version of the Java runtime
 * @param backend what trained the network, with its version
 * @param engine id of what computed it; empty if that is not known
 * @param cpu model of the processor
 * @param threads that each training used, at least 1
 */
public record Provenance(
    String version,
    String gitCommit,
    String java,
    String backend,
    String engine,
    String cpu,
    int threads) {
  private static final String ENGINE = "engine";
  private static final String ENGINE_AFTER = ", engine ";

  public Provenance {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (%s) must be at least 1".formatted(threads));
    }
  }

  /** Files before format 1.2 name the engine at the end of the backend. */
  static JsonNode withEngine(JsonNode json) {
    if (!(json instanceof ObjectNode stated) || stated.has(ENGINE)) {
      return json;
    }
    String backend = stated.path("backend").asText("");
    int named = backend.lastIndexOf(ENGINE_AFTER);
    return stated
        .deepCopy()
        .put(ENGINE, named < 0 ? "" : backend.substring(named + ENGINE_AFTER.length()));
  }
}
