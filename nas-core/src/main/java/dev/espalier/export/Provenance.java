package dev.espalier.export;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

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
@JsonDeserialize(using = ProvenanceJson.Read.class)
public record Provenance(
    String version,
    String gitCommit,
    String java,
    String backend,
    String engine,
    String cpu,
    int threads) {
  public Provenance {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (%s) must be at least 1".formatted(threads));
    }
  }
}
