package dev.espalier.onednn.plan;

/** Something that oneDNN can't compute as DL4J does; the message says what. */
public final class UnsupportedGraphException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason, for people. */
  public UnsupportedGraphException(String reason) {
    super(reason);
  }
}
