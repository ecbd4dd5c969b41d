package dev.espalier.study;

/**
 * A stored study that does not come out again as stored: something that decides its trials was
 * changed.
 */
public final class ReplayException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public ReplayException(String message) {
    super(message);
  }
}
