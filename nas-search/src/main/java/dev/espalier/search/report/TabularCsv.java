package dev.espalier.search.report;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Summary;
import dev.espalier.search.bench.TabularRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What strategies found on tables: one row a strategy and number of evaluations. */
public final class TabularCsv {
  private static final ImmutableList<String> HEADER =
      ImmutableList.of(
          "strategy", "table", "evaluations", "seeds", "mean", "std", "ci_low", "ci_high");

  private TabularCsv() {}

  /**
   * Writes or replaces a file with a row for each budget.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; the old file is then unharmed
   */
  public static void write(Path file, List<TabularRun> runs, List<Integer> budgets) {
    List<ImmutableList<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (TabularRun run : runs) {
      budgets.forEach(budget -> rows.add(row(run, budget)));
    }
    CsvFile.write(file, rows);
  }

  /** The same with a row for every evaluation. */
  public static void writeCurves(Path file, List<TabularRun> runs) {
    List<ImmutableList<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (TabularRun run : runs) {
      IntStream.rangeClosed(1, run.evaluations()).forEach(after -> rows.add(row(run, after)));
    }
    CsvFile.write(file, rows);
  }

  private static ImmutableList<String> row(TabularRun run, int evaluations) {
    Summary summary = run.after(evaluations);
    double half = TabularRun.interval(summary);
    return ImmutableList.of(
        run.label(),
        run.table(),
        Integer.toString(evaluations),
        Integer.toString(summary.n()),
        number(summary.mean()),
        number(summary.std()),
        number(summary.mean() - half),
        number(summary.mean() + half));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
