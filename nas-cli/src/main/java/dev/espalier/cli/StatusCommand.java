package dev.espalier.cli;

import dev.espalier.objective.Objective;
import dev.espalier.search.StudyFolder;
import dev.espalier.search.StudyStatus;
import dev.espalier.trial.Budget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nas status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Where a study stands; works while it runs.")
final class StatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "folder of the study")
  private Path directory = Path.of("");

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    StudyStatus status = StudyStatus.of(new StudyFolder(directory));
    answer.print(out -> print(status, out), () -> document(status));
    return ExitCode.DONE;
  }

  private static void print(StudyStatus status, PrintWriter out) {
    String stage =
        status.retrained()
            ? "finished, winner retrained"
            : status.searched() ? "searched, winner not retrained" : "not finished";
    out.printf("study    %s (%s)%n", status.outline().name(), stage);
    status.holder().ifPresent(holder -> out.printf("running  %s%n", holder));
    status.pace().ifPresent(pace -> out.printf("pace     %s%n", pace(pace, status.left())));
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
  }

  private static String pace(StudyStatus.Pace pace, Optional<Duration> left) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%.0f trials an hour by ", pace.trialsAnHour()))
        .append(Format.workers(pace.workers()));
    left.ifPresent(
        time ->
            text.append(", ").append(Format.seconds((double) time.toSeconds())).append(" left"));
    pace.memory()
        .ifPresent(bytes -> text.append(", ").append(Format.bytes(bytes)).append(" of memory"));
    return text.toString();
  }

  private static Document document(StudyStatus status) {
    Budget budget = status.outline().budget();
    return new Document()
        .put("study", status.outline().name())
        .put("searched", status.searched())
        .put("retrained", status.retrained())
        .put("runningBy", status.holder())
        .put(
            "pace",
            status
                .pace()
                .map(
                    pace ->
                        new Document()
                            .put("workers", pace.workers())
                            .put("trialsAnHour", pace.trialsAnHour())
                            .put("secondsLeft", status.left().map(Duration::toSeconds))
                            .put("memoryBytes", Documents.number(pace.memory()))))
        .put("progress", status.progress())
        .put("evaluated", status.evaluated())
        .put("budgetTrials", Documents.number(budget.trials()))
        .put("trials", Documents.states(status.states()))
        .put("best", status.best().map(Documents::trial))
        .put(
            "policy",
            status.preferences().stream()
                .map(
                    each ->
                        new Document()
                            .put("decision", each.decision())
                            .put("value", each.value())
                            .put("probability", each.probability())
                            .put("entropyBits", each.entropy()))
                .toList());
  }
}
