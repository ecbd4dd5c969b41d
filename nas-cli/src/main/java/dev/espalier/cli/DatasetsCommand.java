package dev.espalier.cli;

import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.Understanding;
import dev.espalier.datasets.catalog.Catalog;
import dev.espalier.datasets.catalog.DataHome;
import dev.espalier.datasets.catalog.DatasetDescription;
import dev.espalier.datasets.catalog.DatasetFetcher;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.search.yaml.ExperimentFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nas datasets}. */
@Command(
    name = "datasets",
    mixinStandardHelpOptions = true,
    description = "Lists, describes and fetches data sets.")
final class DatasetsCommand implements Runnable {
  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    list();
  }

  /** Prints all data sets of the catalog. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "What is embedded and what can be fetched.")
  int list() {
    answer.print(
        out -> {
          for (DatasetDescription description : Catalog.all()) {
            out.printf(
                "%-20s %-10s %s%n",
                description.name(),
                description.isFetched() ? "to fetch" : "embedded",
                description.title());
          }
        },
        () ->
            new Document()
                .put(
                    "datasets",
                    Catalog.all().stream()
                        .map(
                            each ->
                                new Document()
                                    .put("name", each.name())
                                    .put("embedded", !each.isFetched())
                                    .put("title", each.title()))
                        .toList()));
    return ExitCode.DONE;
  }

  /** Prints one data set in numbers. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "How data are understood: task, splits, columns, missing values, copies.")
  int info(
      @Parameters(paramLabel = "NAME or PATH", description = "of the catalog, or own data")
          String what,
      @Option(names = "--label", paramLabel = "COLUMN", description = "target of own tables")
          @Nullable String label,
      @Option(
              names = "--set",
              paramLabel = "key=value",
              description =
                  "another setting, as in the dataset block of an experiment, such as format=series")
          @Nullable Map<String, String> settings,
      @Mixin LoadingOption loading) {
    DatasetInfo info =
        Datasets.load(
                data(what, label, settings),
                Path.of(""),
                loading.loading(spec.commandLine().getErr(), false))
            .info();
    answer.print(out -> print(info, out), () -> document(info));
    return ExitCode.DONE;
  }

  private static void print(DatasetInfo info, PrintWriter out) {
    DataLines.titled(info).forEach(out::println);
    out.println("shape        " + info.shape());
    if (!info.classCounts().isEmpty()) {
      out.println(
          "classes      "
              + info.classCounts().entrySet().stream()
                  .map(entry -> entry.getKey() + " " + entry.getValue())
                  .collect(Collectors.joining(", ")));
    }
    out.println("fingerprint  " + info.fingerprint());
    out.println("source       " + info.provenance().source());
    out.println("licence      " + info.provenance().licence());
  }

  private static Document document(DatasetInfo info) {
    Understanding understanding = info.understanding();
    return new Document()
        .put("name", info.provenance().name())
        .put("title", info.provenance().title())
        .put("task", info.task().id())
        .put("taskBy", understanding.task())
        .put("taskGuessed", understanding.guessed())
        .put("shape", info.shape().toString())
        .put("train", info.train())
        .put("validation", info.validation())
        .put("test", info.test())
        .put("splits", understanding.splits())
        .put("classes", info.classCounts())
        .put("numbers", understanding.columns().numbers())
        .put("categories", understanding.columns().categories())
        .put("texts", understanding.columns().texts())
        .put("leftOut", understanding.columns().leftOut())
        .put("missing", info.missingValues())
        .put("copies", understanding.copies())
        .put("validationCopies", understanding.validationCopies())
        .put("testCopies", understanding.testCopies())
        .put("notRead", understanding.passedOver())
        .put("fingerprint", info.fingerprint())
        .put("source", info.provenance().source())
        .put("licence", info.provenance().licence());
  }

  private static DatasetSpec data(
      String what, @Nullable String label, @Nullable Map<String, String> settings) {
    boolean own = Files.exists(Path.of(what));
    if (settings == null) {
      DatasetSpec.Builder data = own ? DatasetSpec.at(Path.of(what)) : DatasetSpec.named(what);
      Optional.ofNullable(label).ifPresent(data::label);
      return data.build();
    }
    Map<String, String> block = new LinkedHashMap<>();
    block.put(own ? "path" : "name", what);
    Optional.ofNullable(label).ifPresent(column -> block.put("label", column));
    return ExperimentFiles.dataset(YamlDocument.of("--set", block).with(settings), Path.of(""));
  }

  /** Fetches one data set. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Downloads a data set and checks it; or copies it from a folder.")
  int fetch(
      @Parameters(paramLabel = "NAME", description = "of the catalog") String name,
      @Option(
              names = "--from",
              paramLabel = "FOLDER or ADDRESS",
              description = "where the files lie, instead of their public address")
          @Nullable String from)
      throws IOException, InterruptedException {
    Path folder =
        new DatasetFetcher()
            .fetch(name, Optional.ofNullable(from).map(this::address), DataHome.of(name));
    answer.print(
        out -> out.printf("%s: fetched to %s%n", name, folder),
        () -> new Document().put("name", name).put("folder", folder));
    return ExitCode.DONE;
  }

  private URI address(String from) {
    return from.matches("[a-z]+://.*") ? URI.create(from) : Path.of(from).toUri();
  }
}
