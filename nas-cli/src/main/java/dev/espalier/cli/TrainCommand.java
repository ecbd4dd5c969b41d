package dev.espalier.cli;

import dev.espalier.export.ArchitectureFile;
import dev.espalier.search.ArchitectureTraining;
import dev.espalier.search.SearchListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains an architecture from scratch and scores it on the test split.")
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ARCHITECTURE.json", description = "such as best-architecture.json")
  private Path architecture = Path.of("");

  @Option(
      names = "--dataset",
      paramLabel = "NAME or EXPERIMENT.yaml",
      description = "default: the data that the architecture was found on")
  private @Nullable String dataset;

  @Option(names = "--epochs", paramLabel = "N", description = "default: as in the file")
  private @Nullable Integer epochs;

  @Option(names = "--seeds", paramLabel = "K", description = "trainings; default 3")
  private @Nullable Integer seeds;

  @Option(names = "--dir", paramLabel = "DIR", description = "default: runs/<id>-train")
  private @Nullable Path directory;

  @Mixin private LoadingOption loading = new LoadingOption();

  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    ArchitectureFile file = ArchitectureFile.read(architecture);
    ArchitectureTraining training =
        dataset == null
            ? ArchitectureTraining.of(
                file,
                Optional.ofNullable(architecture.toAbsolutePath().getParent()).orElse(Path.of("/")))
            : ArchitectureTraining.on(file, DatasetChoice.of(dataset));
    if (epochs != null) {
      training = training.withEpochs(epochs);
    }
    if (seeds != null) {
      training = training.withSeeds(seeds);
    }
    Path target =
        directory == null
            ? Path.of("runs", file.id().orElse("architecture") + "-train")
            : directory;
    Outputs.requireFolder("--dir", target);
    ArchitectureTraining.Result result =
        training.run(target, loading.loading(err, false), listener(err));
    int length = training.epochs();
    answer.print(
        out -> {
          out.printf(
              "%s %s, %s, of %s epochs%n",
              result.metric(),
              Format.metric(result.score().mean()),
              Format.spread(result.score()),
              length);
          out.printf("model    %s%nmetrics  %s%n", result.model(), result.metrics());
        },
        () ->
            new Document()
                .put("metric", result.metric())
                .put("mean", result.score().mean())
                .put("std", result.score().std())
                .put("values", result.score().values())
                .put("epochs", length)
                .put("model", result.model())
                .put("metrics", result.metrics()));
    return ExitCode.DONE;
  }

  private static SearchListener listener(PrintWriter err) {
    return new SearchListener() {
      @Override
      public void warned(String message) {
        err.println("nas: " + message);
      }

      @Override
      public void trained(String network, int done, int all) {
        err.printf("training %s/%s done%n", done, all);
      }
    };
  }
}
