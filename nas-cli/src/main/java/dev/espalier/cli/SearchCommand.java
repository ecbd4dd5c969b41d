package dev.espalier.cli;

import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.search.Search;
import dev.espalier.search.SearchResult;
import dev.espalier.search.StudyFolder;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas search}. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Runs a search, or goes on with one; without a file, the default experiment.")
final class SearchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "EXPERIMENT.yaml or DIR",
      description = "what to search, or the folder of a study to go on with")
  private @Nullable Path file;

  @Option(names = "--dir", paramLabel = "DIR", description = "default: runs/<study name>")
  private @Nullable Path directory;

  @Option(names = "--resume", description = "Go on with the study in DIR (the default).")
  private boolean resume;

  @Option(names = "--fresh", description = "Start anew; the old folder is moved to DIR.1.")
  private boolean fresh;

  @Option(
      names = "--join",
      description = "Work on the study in DIR together with other processes that say so, too.")
  private boolean join;

  @Option(names = "--workers", paramLabel = "N", description = "trials trained side by side")
  private @Nullable Integer workers;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Set a value of the experiment, such as budget.trials=20.")
  private List<String> values = new ArrayList<>();

  @Option(names = "--quiet", description = "Print no progress.")
  private boolean quiet;

  @Mixin private LoadingOption loading = new LoadingOption();

  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (resume && fresh) {
      throw new IllegalArgumentException("--resume and --fresh exclude each other");
    }
    PrintWriter err = spec.commandLine().getErr();
    ImmutableMap<String, String> overrides = overrides();
    Experiment experiment = experiment(overrides);
    StudyFolder folder = folder(experiment);
    Outputs.requireFolder("--dir", folder.directory());
    if (!join) {
      folder.requireFree(); // before the data are loaded, which may take long
    }
    Search search =
        Search.of(experiment).in(folder.directory()).loading(loading.loading(err, quiet));
    if (join) {
      search.joined();
    }
    Checks.of(search, file == null ? "the default experiment" : file.toString());
    if (fresh && Files.exists(folder.directory())) {
      err.println("nas: moved the old study to " + folder.moveAside());
    }
    if (resume && !folder.exists()) {
      throw new IllegalArgumentException(
          "--resume: there is no study in %s".formatted(folder.directory()));
    }
    return run(search, experiment, folder, err);
  }

  /** That of the file, of the folder of a study, or the default. */
  private Experiment experiment(ImmutableMap<String, String> overrides) {
    Path source = file;
    if (source == null) {
      return ExperimentFiles.standard(overrides);
    }
    if (!Files.isDirectory(source)) {
      return ExperimentFiles.read(source, overrides);
    }
    if (directory != null || fresh) {
      throw new IllegalArgumentException(
          "%s is a folder, whose study is gone on with there; leave --dir and --fresh out"
              .formatted(source));
    }
    return ExperimentFiles.read(new StudyFolder(source).requireStudy().experiment(), overrides);
  }

  private StudyFolder folder(Experiment experiment) {
    Path source = file;
    if (source != null && Files.isDirectory(source)) {
      return new StudyFolder(source);
    }
    return new StudyFolder(directory == null ? Path.of("runs", experiment.name()) : directory);
  }

  /** The process may end as soon as the interruption is closed: all is said before. */
  private int run(Search search, Experiment experiment, StudyFolder folder, PrintWriter err)
      throws IOException, InterruptedException {
    Interruption interruption = Interruption.of(search, err);
    try {
      SearchResult result = logged(search, experiment, folder, err);
      if (result.interrupted()) {
        err.println("nas: " + interruption(result));
      }
      answer.print(
          out -> {
            if (!result.interrupted()) {
              new ResultPrinter(out).print(result);
            }
          },
          () -> SearchDocument.of(result));
      spec.commandLine().getOut().flush();
      err.flush();
      return exitCode(result);
    } finally {
      interruption.close();
    }
  }

  private SearchResult logged(
      Search search, Experiment experiment, StudyFolder folder, PrintWriter err)
      throws IOException, InterruptedException {
    try (SearchLog log = SearchLog.to(folder.log());
        Progress progress = Progress.of(experiment, err, quiet)) {
      try {
        SearchResult result = search.listener(progress).run();
        log.note(
            "search %s ended after %s trials: %s"
                .formatted(
                    experiment.name(),
                    result.study().trials().size(),
                    result.study().ended().id()));
        return result;
      } catch (IOException | EvaluationException | IllegalStateException failure) {
        log.note(failure);
        throw failure;
      }
    }
  }

  private static String interruption(SearchResult result) {
    long evaluated = result.study().trials().stream().filter(Trial::isEvaluated).count();
    if (result.study().ended() == EndReason.INTERRUPTED) {
      return "interrupted after %s of %s trials; the same command goes on"
          .formatted(evaluated, Format.limit(result.experiment().budget().trials()));
    }
    return result.outcome().isPresent()
        ? "interrupted while reference networks were trained; the winner is in %s, the same command goes on"
            .formatted(result.folder().directory())
        : "interrupted in the final training, after all %s trials; the same command goes on"
            .formatted(evaluated);
  }

  private ImmutableMap<String, String> overrides() {
    List<String> all = new ArrayList<>(values);
    if (workers != null) {
      all.add("execution.workers=" + workers);
    }
    return Overrides.parse(all);
  }

  private static int exitCode(SearchResult result) {
    if (result.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return result.outcome().isEmpty() ? ExitCode.NOTHING_COMPLETED : ExitCode.DONE;
  }
}
