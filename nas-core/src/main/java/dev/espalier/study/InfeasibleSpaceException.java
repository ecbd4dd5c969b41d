package dev.espalier.study;

/** A space in which no architecture was found that keeps to the constraints. */
public final class InfeasibleSpaceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InfeasibleSpaceException(String message) {
    super(message);
  }
}
