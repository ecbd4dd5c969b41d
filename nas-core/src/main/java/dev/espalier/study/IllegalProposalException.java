package dev.espalier.study;

/** A strategy proposed what cannot be tried, such as going on with a trial that is not paused. */
public final class IllegalProposalException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  IllegalProposalException(String message) {
    super(message);
  }
}
