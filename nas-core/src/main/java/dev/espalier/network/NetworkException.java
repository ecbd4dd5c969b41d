package dev.espalier.network;

/** A layer that cannot stand where it was put; the message names it and what it got. */
public final class NetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public NetworkException(String message) {
    super(message);
  }

  NetworkException(String key, Layer layer, RuntimeException cause) {
    super("%s (%s): %s".formatted(key, layer, reason(cause)), cause);
  }

  private static String reason(RuntimeException cause) {
    return cause instanceof ArithmeticException
        ? "its size or cost exceeds what can be counted (%s)".formatted(cause.getMessage())
        : String.valueOf(cause.getMessage());
  }
}
