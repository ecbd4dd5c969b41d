package dev.espalier.cli;

import dev.espalier.export.ArchitectureFile;
import dev.espalier.file.AtomicFile;
import dev.espalier.search.ArchitectureDrawing;
import dev.espalier.search.StudyExport;
import dev.espalier.search.StudyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Architecture files of any trial, or of the whole Pareto front.")
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "folder of the study")
  private Path directory = Path.of("");

  @ArgGroup private Choice choice = new Choice();

  @Option(
      names = "--out",
      paramLabel = "FILE or FOLDER",
      description = "default: architecture-<trial>.json, or the folder pareto")
  private @Nullable Path out;

  @Option(names = "--svg", description = "draws each as SVG beside its file, too")
  private boolean svg;

  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  private final List<Path> written = new ArrayList<>();

  /** Which trials. */
  static final class Choice {
    @Option(names = "--trial", paramLabel = "N", description = "one trial")
    private @Nullable Long trial;

    @Option(names = "--best", description = "the winner, or the best trial so far (the default)")
    private boolean best;

    @Option(names = "--pareto", description = "every trial of the Pareto front")
    private boolean pareto;
  }

  @Override
  public Integer call() throws IOException {
    StudyFolder folder = new StudyFolder(directory).requireStudy();
    if (choice.best) {
      exportBest(folder);
    } else if (choice.pareto) {
      exportFront(folder);
    } else if (choice.trial != null) {
      Path file = file("architecture-%s.json".formatted(choice.trial));
      write(StudyExport.of(folder).trial(choice.trial), file);
    } else {
      exportBest(folder);
    }
    answer.print(
        printer -> written.forEach(printer::println),
        () -> new Document().put("files", written.stream().map(Path::toString).toList()));
    return ExitCode.DONE;
  }

  private void exportBest(StudyFolder folder) throws IOException {
    Path file = file("best-architecture.json");
    if (Files.exists(folder.architecture())) {
      write(ArchitectureFile.read(folder.architecture()), file);
      return;
    }
    write(StudyExport.of(folder).best(), file);
    spec.commandLine()
        .getErr()
        .println("nas: the search has no retrained winner yet; this is its best trial so far");
  }

  private void exportFront(StudyFolder folder) throws IOException {
    Path target = out == null ? Path.of("pareto") : out;
    Outputs.requireFolder("--out", target);
    StudyExport export = StudyExport.of(folder);
    List<Long> front = export.front();
    if (front.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no trial has been scored yet that keeps to the constraints, so there is no Pareto front"
              .formatted(directory));
    }
    Files.createDirectories(target);
    for (long number : front) {
      write(export.trial(number), target.resolve("architecture-%s.json".formatted(number)));
    }
  }

  private Path file(String name) {
    Path file = out == null ? Path.of(name) : out;
    Outputs.requireFile("--out", file);
    return file;
  }

  /** Paths in the file, which start at the folder of the study, start at its own then. */
  private void write(ArchitectureFile file, Path path) throws IOException {
    Path home = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
    file.moved(directory, home).write(path);
    written.add(path);
    if (svg) {
      String name = String.valueOf(path.getFileName()).replaceFirst("\\.json$", "") + ".svg";
      Path picture = path.resolveSibling(name);
      AtomicFile.write(picture, ArchitectureDrawing.svg(file));
      written.add(picture);
    }
  }
}
