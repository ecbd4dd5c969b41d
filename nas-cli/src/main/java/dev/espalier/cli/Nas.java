package dev.espalier.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.espalier.search.Extensions;
import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
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
      EstimateCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      VerifyCommand.class,
      StatusCommand.class,
      ExportCommand.class,
      DatasetsCommand.class,
      ListCommand.class,
      SpaceCommand.class,
      SchemaCommand.class,
      BenchCommand.class
    })
public final class Nas {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of failures.")
  private boolean debug;

  @Option(
      names = "--classpath",
      scope = ScopeType.INHERIT,
      paramLabel = "JARS",
      description = "Jars with parts of your own: operations, strategies, metrics, readers.")
  private List<String> classpath = new ArrayList<>();

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
    line.setExecutionStrategy(nas::execute);
    if (args.length == 0) {
      line.usage(err);
      return ExitCode.BAD_INPUT;
    }
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private int execute(ParseResult parsed) {
    Extensions extensions = extensions(parsed);
    try {
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      extensions.close();
    }
  }

  private Extensions extensions(ParseResult parsed) {
    try {
      return Extensions.open(jars());
    } catch (IllegalArgumentException faulty) {
      String message = "--classpath: " + faulty.getMessage();
      throw new ExecutionException(
          parsed.commandSpec().commandLine(),
          message,
          new IllegalArgumentException(message, faulty));
    }
  }

  private ImmutableList<Path> jars() {
    return classpath.stream()
        .flatMap(
            paths -> Splitter.on(File.pathSeparatorChar).omitEmptyStrings().splitToStream(paths))
        .map(Path::of)
        .collect(ImmutableList.toImmutableList());
  }
}
