package dev.espalier.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** What a failure means to whoever typed the command. */
final class Failures {
  private Failures() {}

  /**
   * Prints one line a fault.
   *
   * @return the exit code
   */
  static int report(Throwable failure, PrintWriter err, boolean debug) {
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof IllegalArgumentException) {
      message(failure).lines().forEach(line -> err.println("nas: " + line));
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      err.println("nas: interrupted");
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      err.println("nas: " + ioMessage(failure));
      return ExitCode.FAILURE;
    }
    err.println(
        "nas: internal error: %s: %s%s"
            .formatted(
                failure.getClass().getSimpleName(),
                message(failure),
                debug ? "" : " (--debug shows where)"));
    return ExitCode.FAILURE;
  }

  private static String ioMessage(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = message(failure);
    if (failure instanceof UncheckedIOException && cause instanceof FileSystemException) {
      return "%s: %s: %s".formatted(message, cause.getClass().getSimpleName(), message(cause));
    }
    return failure instanceof FileSystemException
        ? "%s: %s".formatted(failure.getClass().getSimpleName(), message)
        : message;
  }

  private static String message(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElse("no further message");
  }
}
