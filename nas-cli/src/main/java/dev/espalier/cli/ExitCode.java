package dev.espalier.cli;

/** How the command ends. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** An internal failure, or files that cannot be read or written. */
  static final int FAILURE = 1;

  /** The input is at fault. */
  static final int BAD_INPUT = 2;

  /** The budget, or the budget of failures, ended without one completed trial. */
  static final int NOTHING_COMPLETED = 3;

  /** Verification found a difference. */
  static final int DIFFERENCE = 4;

  /** Interrupted; the search can be resumed. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
