package dev.espalier.cli;

import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nas validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks an experiment or space file and reports every error at once.")
final class ValidateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.yaml", description = "an experiment or a space")
  private Path file = Path.of("");

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    boolean space = ExperimentFiles.isSpace(file);
    String kind = space ? "space" : "experiment";
    String name = space ? ExperimentFiles.readSpace(file).name() : checked().name();
    answer.print(
        out -> out.printf("%s: a valid %s%n", file, kind),
        () ->
            new Document()
                .put("file", file)
                .put("kind", kind)
                .put("name", name)
                .put("valid", true));
    return ExitCode.DONE;
  }

  private Experiment checked() {
    Experiment experiment = ExperimentFiles.read(file);
    Checks.of(Search.of(experiment), file.toString());
    return experiment;
  }
}
