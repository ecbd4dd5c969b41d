package dev.espalier.network;

/** A layer that cannot stand where it was put; the message names it and what it got. */
public final class NetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public NetworkException(String message) {
    super(message);
  }

  NetworkException(String key, Layer layer, RuntimeException cause) {
    super("%s (%s): %s".formatted(key, layer, cause.getMessage()), cause);
  }
}
