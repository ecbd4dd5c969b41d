package dev.espalier.network;

/** Hash up to isomorphism. */
final class CanonicalHash {
  private CanonicalHash() {}

  static String of(Network live) {
    return live.nodes().toString();
  }
}
