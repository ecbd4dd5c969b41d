package dev.espalier.cli;

import com.google.common.collect.ImmutableList;
import dev.espalier.file.AtomicFile;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Task;
import dev.espalier.search.Search;
import dev.espalier.search.SpaceSurvey;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SpaceSize;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.PaperData;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.spaces.svg.SvgDrawing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** {@code nas space}. */
@Command(
    name = "space",
    mixinStandardHelpOptions = true,
    description = "Describes a search space, or writes architectures drawn from it.")
final class SpaceCommand implements Callable<Integer> {
  private static final int SURVEYED = 1_000;
  private static final ImmutableList<CostMetric> SHOWN =
      ImmutableList.of(
          CostMetric.PARAMS, CostMetric.MACS, CostMetric.ACTIVATION_BYTES, CostMetric.DEPTH);
  private static final String STANDARD_OUTPUT = "-";

  @Parameters(
      paramLabel = "FILE.yaml or PRESET",
      description = "a space, an experiment, or the name of a preset")
  private String source = "";

  @Option(
      names = "--dataset",
      paramLabel = "NAME or EXPERIMENT.yaml",
      description = "data that give input and outputs, where the space leaves them out")
  private @Nullable String dataset;

  @Option(names = "--sample", paramLabel = "N", description = "writes so many architectures")
  private @Nullable Integer sample;

  @Option(names = "--seed", paramLabel = "S", description = "of the drawing; default 42")
  private long seed = 42;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "where to write them; - is standard output, the default")
  private String csv = STANDARD_OUTPUT;

  @Option(names = "--yaml", description = "prints the file of a preset, to start one's own from")
  private boolean yaml;

  @Option(
      names = "--draw",
      description = "draws the architectures as text, instead of writing them to standard output")
  private boolean draw;

  @Option(
      names = "--svg",
      paramLabel = "FILE or FOLDER",
      description = "draws one architecture into a file, or several into a folder, as SVG")
  private @Nullable Path svg;

  @Mixin private Answer answer = new Answer();

  /** A space and what constrains it. */
  private record Source(NetworkSpace space, ImmutableList<Constraint> constraints) {}

  @Override
  public Integer call() throws IOException {
    if (yaml) {
      String text = Presets.yaml(source);
      answer.print(out -> out.print(text), () -> new Document().put("yaml", text));
      return ExitCode.DONE;
    }
    if (sample != null && sample < 1) {
      throw new IllegalArgumentException("--sample (%s) must be at least 1".formatted(sample));
    }
    boolean file = !csv.equals(STANDARD_OUTPUT);
    if (file) {
      Outputs.requireFile("--csv", Path.of(csv));
      Outputs.requireOther("--csv", Path.of(csv), Path.of(source));
    }
    int count = sample == null ? draw || svg != null ? 1 : 0 : sample;
    requireSvg(count);
    Source found = source();
    SpaceSurvey survey =
        count == 0
            ? SpaceSurvey.of(found.space(), found.constraints(), SURVEYED, seed)
            : SpaceSurvey.within(found.space(), found.constraints(), count, seed);
    if (count > 0 && file) {
      AtomicFile.write(Path.of(csv), String.join("\n", survey.csv()) + "\n");
    }
    List<Path> pictures = svg == null ? List.of() : writeSvg(svg, survey);
    answer.print(
        out -> {
          if (count == 0) {
            describe(out, found, survey);
          } else {
            print(out, survey, pictures);
          }
        },
        () ->
            count == 0
                ? SpaceDocument.of(found.space(), survey, SHOWN)
                : SpaceDocument.of(survey, pictures));
    return ExitCode.DONE;
  }

  private void print(PrintWriter out, SpaceSurvey survey, List<Path> pictures) {
    if (!csv.equals(STANDARD_OUTPUT)) {
      out.printf("%s: %s architectures%n", csv, Format.count(survey.samples().size()));
    } else if (!draw && svg == null) {
      survey.csv().forEach(out::println);
    }
    if (draw) {
      String drawings =
          survey.samples().stream()
              .map(each -> survey.space().drawing(each.architecture()).text())
              .collect(Collectors.joining("\n"));
      out.print(drawings);
    }
    pictures.forEach(out::println);
  }

  private void requireSvg(int count) throws IOException {
    if (svg != null && count > 1) {
      Outputs.requireFolder("--svg", svg);
    } else if (svg != null) {
      Outputs.requireFile("--svg", svg);
      Outputs.requireOther("--svg", svg, Path.of(source));
    }
  }

  private static List<Path> writeSvg(Path target, SpaceSurvey survey) throws IOException {
    List<Path> files = new ArrayList<>();
    int count = survey.samples().size();
    if (count > 1) {
      Files.createDirectories(target);
    }
    for (int i = 0; i < count; i++) {
      Architecture architecture = survey.samples().get(i).architecture();
      Path file = count == 1 ? target : target.resolve("architecture-%s.svg".formatted(i));
      NetworkSpace space = survey.space();
      AtomicFile.write(
          file, SvgDrawing.of(space.drawing(architecture), space.name(), architecture.encoding()));
      files.add(file);
    }
    return files;
  }

  private Source source() {
    Path file = Path.of(source);
    if (!Files.isRegularFile(file)) {
      if (source.endsWith(".yaml") || source.endsWith(".yml")) {
        ExperimentFiles.readSpace(file); // says that there is no such file
      }
      return new Source(preset(), ImmutableList.of());
    }
    if (ExperimentFiles.isSpace(file)) {
      SpaceSpec description = ExperimentFiles.readSpace(file);
      return new Source(bound(description), ImmutableList.of());
    }
    Experiment experiment = ExperimentFiles.read(file);
    Search search = Search.of(experiment);
    Checks.of(search, source);
    return new Source(search.space(), experiment.constraints());
  }

  /** On the data that were given, else on those of the paper that the preset is from. */
  private NetworkSpace preset() {
    SpaceChoice choice = SpaceChoice.preset(source);
    if (dataset != null) {
      return SpaceSurvey.bind(choice, DatasetChoice.of(dataset));
    }
    PaperData paper =
        Presets.paper(source)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "preset %s takes input and outputs from data; say which by --dataset NAME"
                            .formatted(source)));
    return choice
        .forTask(paper.eachStep() ? Task.LANGUAGE_MODEL : Task.CLASSIFICATION)
        .bind(paper.input(), paper.outputs());
  }

  private NetworkSpace bound(SpaceSpec description) {
    return dataset == null
        ? description.space(OperationRegistry.standard())
        : SpaceSurvey.bind(SpaceChoice.of(description), DatasetChoice.of(dataset));
  }

  private void describe(PrintWriter out, Source found, SpaceSurvey survey) {
    NetworkSpace space = found.space();
    out.printf("space %s: %s%n%ndecisions%n", space.name(), size(space.exactSize()));
    for (Decision decision : space.decisions()) {
      out.printf(
          "  %s: %s%s%n",
          decision.name(), decision.domain().describe(), Format.condition(decision.condition()));
    }
    TextTable costs = new TextTable("", "smallest", "median", "largest");
    for (CostMetric metric : SHOWN) {
      ImmutableList<Long> sorted = survey.sorted(metric);
      costs.row(
          metric.id(),
          Format.count(sorted.get(0)),
          Format.count(sorted.get(sorted.size() / 2)),
          Format.count(sorted.get(sorted.size() - 1)));
    }
    out.printf(
        "%ncosts of %s architectures drawn by seed %s%n%s%n",
        Format.count(survey.samples().size()), seed, costs);
    if (found.constraints().stream().anyMatch(each -> CostMetric.isCost(each.metric()))) {
      out.printf(
          Locale.ROOT,
          "%n%.1f %% of them keep to the constraints on costs%n",
          100 * survey.feasible());
    }
    for (Constraint constraint : found.constraints()) {
      if (!CostMetric.isCost(constraint.metric())) {
        out.printf("whether one keeps to %s is known when it has been trained%n", constraint);
      }
    }
  }

  static String size(SpaceSize size) {
    String finite = String.format(Locale.ROOT, "%,d architectures", size.finite());
    return size.continuous().isEmpty()
        ? finite
        : "%s, times what is continuous: %s"
            .formatted(finite, String.join(", ", size.continuous()));
  }
}
