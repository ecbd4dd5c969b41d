package dev.espalier.network;

/** What is computed in the end. */
final class LiveNetwork {
  private LiveNetwork() {}

  static Network of(Network network) {
    return network;
  }
}
