package dev.espalier.cli;

import dev.espalier.objective.Objective;
import dev.espalier.search.StudyFolder;
import dev.espalier.search.StudyStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Where a study stands; works while it runs.")
final class StatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "folder of the study")
  private Path directory = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StudyStatus status = StudyStatus.of(new StudyFolder(directory));
    String stage =
        status.retrained()
            ? "finished, winner retrained"
            : status.searched() ? "searched, winner not retrained" : "not finished";
    out.printf("study    %s (%s)%n", status.outline().name(), stage);
    status.holder().ifPresent(holder -> out.printf("running  %s%n", holder));
    out.printf(
        "trials   %s of %s evaluated (%s)%n",
        status.evaluated(),
        Format.limit(status.outline().budget().trials()),
        status.states().entrySet().stream()
            .map(entry -> "%s %s".formatted(entry.getValue(), entry.getKey().id()))
            .collect(Collectors.joining(", ")));
    status
        .best()
        .ifPresent(
            trial ->
                out.printf(
                    "best     trial %s: %s%n",
                    trial.number(),
                    status.outline().objectives().stream()
                        .map(Objective::metric)
                        .map(metric -> metric + " " + Format.metric(trial.metric(metric)))
                        .collect(Collectors.joining(", "))));
    if (!status.preferences().isEmpty()) {
      TextTable policy = new TextTable("policy", "most probable", "probability", "entropy, bits");
      status
          .preferences()
          .forEach(
              each ->
                  policy.row(
                      each.decision(),
                      each.value(),
                      String.format(Locale.ROOT, "%.2f", each.probability()),
                      String.format(Locale.ROOT, "%.2f", each.entropy())));
      out.println(policy);
    }
    return ExitCode.DONE;
  }
}
