package dev.espalier.export;

/**
 * What made an architecture file.
 *
 * @param version of Espalier
 * @param gitCommit that it was built from; {@code "unknown"} outside a checkout
 * @param java version of the Java runtime
 * @param backend what trained the network, with its version
 * @param cpu model of the processor
 * @param threads that each training used, at least 1
 */
public record Provenance(
    String version, String gitCommit, String java, String backend, String cpu, int threads) {
  public Provenance {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (%s) must be at least 1".formatted(threads));
    }
  }
}
