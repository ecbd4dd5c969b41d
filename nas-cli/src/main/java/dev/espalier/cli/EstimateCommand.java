package dev.espalier.cli;

import dev.espalier.search.Estimate;
import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nas estimate}. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    description =
        "What a search will take, told by a few short trainings; without a file, of the default experiment.")
final class EstimateCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "EXPERIMENT.yaml", description = "what to search")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Set a value of the experiment, such as budget.trials=20.")
  private List<String> values = new ArrayList<>();

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws InterruptedException {
    Path source = file;
    Experiment experiment =
        source == null
            ? ExperimentFiles.standard(Overrides.parse(values))
            : ExperimentFiles.read(source, Overrides.parse(values));
    Search search = Search.of(experiment);
    Checks.of(search, source == null ? "the default experiment" : source.toString());
    Estimate estimate = search.estimate();
    answer.print(out -> print(estimate, out), () -> document(estimate));
    return ExitCode.DONE;
  }

  private static void print(Estimate estimate, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "space    %s%n         %.1f %% of %s that were drawn keep to the constraints on costs%n",
        SpaceCommand.size(estimate.size()),
        100 * estimate.feasible(),
        Format.count(estimate.drawn()));
    out.printf(
        "trial    %s on average; networks of %s MACs: %s%n",
        precise(estimate.trialSeconds()),
        estimate.probes().stream()
            .map(probe -> Format.count(probe.macs()))
            .collect(Collectors.joining(" / ")),
        estimate.probes().stream()
            .map(probe -> precise(probe.seconds()))
            .collect(Collectors.joining(" / ")));
    out.printf(
        "search   %s for %s trials by %s%n",
        Format.seconds(estimate.searchSeconds()),
        Format.count(estimate.trials()),
        Format.workers(estimate.workers()));
    out.printf(
        "final    %s for %s trainings at length, and those that find learning rates%n",
        Format.seconds(estimate.finalSeconds()), estimate.finalTrainings());
    out.printf("in all   %s%n", Format.seconds(estimate.seconds()));
    out.printf(
        "memory   %s; on disk %s%n",
        Format.bytes(estimate.memory()), Format.bytes(estimate.disk()));
  }

  private static String precise(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static Document document(Estimate estimate) {
    return new Document()
        .put("size", estimate.size().finite())
        .put("continuous", estimate.size().continuous())
        .put("drawn", estimate.drawn())
        .put("feasible", estimate.feasible())
        .put("workers", estimate.workers())
        .put(
            "probes",
            estimate.probes().stream()
                .map(
                    probe ->
                        new Document().put("macs", probe.macs()).put("seconds", probe.seconds()))
                .toList())
        .put("trialSeconds", estimate.trialSeconds())
        .put("trials", estimate.trials())
        .put("searchSeconds", estimate.searchSeconds())
        .put("finalTrainings", estimate.finalTrainings())
        .put("finalSeconds", estimate.finalSeconds())
        .put("seconds", estimate.seconds())
        .put("memoryBytes", estimate.memory())
        .put("diskBytes", estimate.disk());
  }
}
