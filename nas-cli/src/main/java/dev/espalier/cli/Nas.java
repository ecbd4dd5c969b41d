package dev.espalier.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code nas} command. */
@Command(
    name = "nas",
    description = "Neural architecture search: finds small, accurate networks for your data.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      SearchCommand.class,
      ValidateCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      VerifyCommand.class,
      StatusCommand.class,
      ExportCommand.class,
      DatasetsCommand.class,
      ListCommand.class,
      SpaceCommand.class
    })
public final class Nas {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of failures.")
  private boolean debug;

  private Nas() {}

  /** Runs a verb and ends the virtual machine with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /**
   * Runs a verb.
   *
   * @param out for results
   * @param err for progress and errors
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Nas nas = new Nas();
    CommandLine line = new CommandLine(nas);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failures.report(failure, err, nas.debug));
    line.setParameterExceptionHandler((failure, words) -> Failures.report(failure, err));
    if (args.length == 0) {
      line.usage(err);
      return ExitCode.BAD_INPUT;
    }
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }
}
