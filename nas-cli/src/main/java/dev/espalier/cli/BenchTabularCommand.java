package dev.espalier.cli;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.catalog.DataHome;
import dev.espalier.eval.tabular.ResultTable;
import dev.espalier.objective.Summary;
import dev.espalier.parameter.Part;
import dev.espalier.search.bench.CurveSvg;
import dev.espalier.search.bench.TabularBench;
import dev.espalier.search.bench.TabularRun;
import dev.espalier.search.report.TabularCsv;
import dev.espalier.search.yaml.StrategyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nas bench tabular}. */
@Command(
    name = "tabular",
    mixinStandardHelpOptions = true,
    description =
        "Runs strategies on a table of published results, by many seeds and without training. Of the"
            + " best architecture by what a search sees, what the table reports is printed.")
final class BenchTabularCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 100_000;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "NAME or FILE.yaml",
      description = "nas-bench-201, nas-bench-nlp, flexibert-small, or a file that describes one")
  private String table = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "folder of a named table; default: that of the data sets")
  private Path data = DataHome.directory();

  @Option(
      names = "--strategy",
      required = true,
      paramLabel = "NAME",
      description =
          "a strategy, or one with parameters: '{type: genetic, populationSize: 50}'; may be repeated")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--budgets",
      split = ",",
      paramLabel = "N",
      description = "evaluations after which to report; default 50,100,200,500")
  private List<Integer> budgets = List.of(50, 100, 200, 500);

  @Option(names = "--seeds", paramLabel = "N", description = "runs of each strategy; default 200")
  private int seeds = 200;

  @Option(
      names = "--look-ahead",
      paramLabel = "N",
      description = "trials open at a time; default 1")
  private int lookAhead = 1;

  @Option(
      names = "--minimize",
      paramLabel = "COST",
      description = "a cost of the table as a further objective; may be repeated")
  private List<String> costs = new ArrayList<>();

  @Option(
      names = "--reference",
      split = ",",
      arity = "1",
      paramLabel = "REPORT,COST",
      description =
          "worst report and cost: also prints the share of the table's hypervolume above them that"
              + " was found, by the first --minimize")
  private List<Double> reference = new ArrayList<>();

  @Option(names = "--csv", paramLabel = "FILE", description = "one row a strategy and budget")
  private @Nullable Path csv;

  @Option(
      names = "--curves",
      paramLabel = "FILE",
      description = "the same after every evaluation, as CSV")
  private @Nullable Path curves;

  @Option(names = "--svg", paramLabel = "FILE", description = "a picture of the curves")
  private @Nullable Path svg;

  @Mixin private Answer answer = new Answer();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    ResultTable read = ResultTable.read(table, data);
    TabularBench bench = new TabularBench(read).minimizing(costs).lookingAhead(lookAhead);
    ImmutableList<Part> parts =
        strategies.stream().map(StrategyText::parse).collect(ImmutableList.toImmutableList());
    parts.forEach(bench::check);
    boolean text = !answer.isJson();
    PrintWriter out =
        text ? spec.commandLine().getOut() : new PrintWriter(Writer.nullWriter(), true);
    out.printf(
        "%s: %s architectures; searched by %s, reported %s of the incumbent, mean of %s seeds%n",
        read.name(), read.space().size(), read.signal().metric(), read.report().metric(), seeds);
    ImmutableList.Builder<TabularRun> runs = ImmutableList.builder();
    int most = budgets.stream().mapToInt(budget -> budget).max().orElseThrow();
    for (Part part : parts) {
      TabularRun run = bench.run(part, most, seeds);
      print(out, bench, run);
      runs.add(run);
    }
    write(runs.build());
    answer.print(printer -> files().forEach(printer::println), () -> document(read, runs.build()));
    return ExitCode.DONE;
  }

  private void check() {
    require("--seeds", seeds, MOST_SEEDS);
    require("--look-ahead", lookAhead, MOST_SEEDS);
    budgets.forEach(budget -> require("--budgets", budget, Integer.MAX_VALUE));
    if (!reference.isEmpty() && (reference.size() != 2 || costs.isEmpty())) {
      throw new IllegalArgumentException(
          "--reference %s must be a report and a cost, such as 73.9,150, with that cost as --minimize"
              .formatted(reference));
    }
    for (Path file : files()) {
      Outputs.requireFile("output", file);
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path file : new Path[] {csv, curves, svg}) {
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s (%s) must be a whole number from 1 to %s".formatted(option, value, most));
    }
  }

  private void print(PrintWriter out, TabularBench bench, TabularRun run) {
    TextTable rows =
        reference.isEmpty()
            ? new TextTable("evaluations", "mean", "std", "95 % interval")
            : new TextTable("evaluations", "mean", "std", "95 % interval", "hypervolume %");
    for (int budget : budgets) {
      Summary summary = run.after(budget);
      double half = TabularRun.interval(summary);
      List<String> row =
          new ArrayList<>(
              List.of(
                  Integer.toString(budget),
                  number(summary.mean()),
                  number(summary.std()),
                  "%s to %s"
                      .formatted(number(summary.mean() - half), number(summary.mean() + half))));
      if (!reference.isEmpty()) {
        row.add(
            number(
                100
                    * bench.hypervolume(
                        run, budget, costs.get(0), reference.get(0), reference.get(1))));
      }
      rows.row(row.toArray(String[]::new));
    }
    out.printf("%n%s%n%s%n", run.label(), rows);
    double seconds = run.seeds().stream().mapToDouble(TabularRun.Seed::seconds).average().orElse(0);
    if (seconds > 0) {
      out.printf("  training that the table knows the time of: %s%n", Format.seconds(seconds));
    }
  }

  private Document document(ResultTable read, List<TabularRun> runs) {
    return new Document()
        .put("table", read.name())
        .put("architectures", read.space().size())
        .put("signal", read.signal().metric())
        .put("report", read.report().metric())
        .put("seeds", seeds)
        .put("strategies", runs.stream().map(this::document).toList())
        .put("files", files().stream().map(Path::toString).toList());
  }

  private Document document(TabularRun run) {
    return new Document()
        .put("strategy", run.label())
        .put(
            "budgets",
            budgets.stream()
                .map(
                    budget -> {
                      Summary summary = run.after(budget);
                      double half = TabularRun.interval(summary);
                      return new Document()
                          .put("evaluations", budget)
                          .put("mean", summary.mean())
                          .put("std", summary.std())
                          .put("low", summary.mean() - half)
                          .put("high", summary.mean() + half);
                    })
                .toList());
  }

  private void write(List<TabularRun> runs) throws IOException {
    if (csv != null) {
      TabularCsv.write(csv, runs, budgets);
    }
    if (curves != null) {
      TabularCsv.writeCurves(curves, runs);
    }
    if (svg != null) {
      Files.writeString(svg, CurveSvg.of(runs));
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
