package dev.espalier.cli;

import dev.espalier.datasets.read.FileFault;
import dev.espalier.evaluate.EvaluationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
    if (failure instanceof EvaluationException) {
      err.println("nas: " + message(failure));
      return ExitCode.FAILURE;
    }
    if (failure instanceof OutOfMemoryError) {
      err.println(
          "nas: there is not enough memory (%s); give more by NAS_JAVA_OPTS=-Xmx4g, or make the data or the networks smaller"
              .formatted(message(failure)));
      return ExitCode.FAILURE;
    }
    err.println(
        "nas: internal error: %s%s"
            .formatted(message(failure), debug ? "" : " (--debug shows where)"));
    return ExitCode.FAILURE;
  }

  /**
   * Prints what is wrong with the words of the command line, and where their meaning is explained.
   *
   * @return the exit code
   */
  static int report(ParameterException failure, PrintWriter err) {
    message(failure).lines().forEach(line -> err.println("nas: " + line));
    List<String> meant =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    err.println(
        meant.isEmpty()
            ? "nas: %s --help explains what it takes".formatted(command)
            : "nas: did you mean %s?".formatted(String.join(", or ", meant)));
    return ExitCode.BAD_INPUT;
  }

  private static String ioMessage(Throwable failure) {
    if (failure instanceof IOException io) {
      return FileFault.told(io);
    }
    Throwable cause = failure.getCause();
    return cause instanceof FileSystemException named
        ? "%s: %s".formatted(message(failure), FileFault.told(named))
        : message(failure);
  }

  private static String message(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElse("no further message");
  }
}
