package dev.espalier.cli;

import dev.espalier.search.yaml.Schemas;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of a file, for editors and checks.")
final class SchemaCommand implements Callable<Integer> {
  /** What there is a schema of. */
  enum Kind {
    EXPERIMENT,
    SPACE,
    ARCHITECTURE
  }

  @Parameters(paramLabel = "experiment|space|architecture", description = "what file")
  private Kind kind = Kind.EXPERIMENT;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(
            switch (kind) {
              case EXPERIMENT -> Schemas.experiment();
              case SPACE -> Schemas.space();
              case ARCHITECTURE -> Schemas.architecture();
            });
    return ExitCode.DONE;
  }
}
