package dev.espalier.search.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.eval.tabular.ResultTable;
import dev.espalier.parameter.Part;
import dev.espalier.search.report.TabularCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabularBenchTest {
  @TempDir private Path folder = Path.of("");

  /** A hundred architectures of two digits: the signal is their product, the report their sum. */
  private TabularBench bench() throws IOException {
    StringBuilder rows = new StringBuilder("arch,signal,report,macs\n");
    for (int i = 0; i < 100; i++) {
      rows.append("%02d,%d,%d,%d\n".formatted(i, (i / 10) * (i % 10), i / 10 + i % 10, i / 10));
    }
    Files.writeString(folder.resolve("digits.csv"), rows);
    Path file =
        Files.writeString(
            folder.resolve("digits.yaml"),
            """
            apiVersion: nas-table/v1
            name: digits
            file: digits.csv
            architecture: {column: arch, split: chars}
            signal: {column: signal, direction: maximize}
            report: {column: report, direction: maximize}
            costs: [{metric: macs, column: macs}]
            """);
    return new TabularBench(ResultTable.read(file.toString(), folder));
  }

  @Test
  void theReportIsThatOfTheBestBySignalAndEvaluationsArePaidFor() throws IOException {
    TabularBench bench = bench();
    TabularRun grid = bench.run(Part.of("grid"), 200, 3);

    assertEquals(3, grid.seeds().size());
    assertEquals(100, grid.evaluations());
    // The first ten have the signal 0: the first of them stays.
    assertEquals(0.0, grid.after(10).mean());
    assertEquals(1 + 9, grid.after(20).mean());
    assertEquals(18.0, grid.after(150).mean());
    assertEquals(100, grid.seeds().get(0).evaluated().stream().distinct().count());
  }

  @Test
  void theSameSeedsGiveTheSameRun() throws IOException {
    TabularBench bench = bench();
    Part strategy =
        Part.of("regularized_evolution").with("populationSize", 8).with("sampleSize", 3);
    TabularRun run = bench.run(strategy, 40, 5);

    assertEquals(run, bench.run(strategy, 40, 5));
    assertEquals(run.seeds().subList(0, 2), bench.run(strategy, 40, 2).seeds());
    assertTrue(run.after(40).mean() > bench.run(Part.of("random"), 40, 5).after(10).mean());
  }

  @Test
  void theWholeTableHasAllOfTheHypervolume() throws IOException {
    TabularBench bench = bench();
    TabularRun grid = bench.minimizing(List.of("macs")).run(Part.of("grid"), 100, 1);

    assertEquals(1.0, bench.hypervolume(grid, 100, "macs", 0, 10), 1e-12);
    // Of the first ten the best has report 9 at no cost: 9 x 10, of 9 x 10 + 9 further points.
    assertEquals(90.0 / 135.0, bench.hypervolume(grid, 10, "macs", 0, 10), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> bench.minimizing(List.of("latency")));
  }

  @Test
  void filesHoldARowABudgetAndAPicture() throws IOException {
    TabularBench bench = bench();
    TabularRun run = bench.run(Part.of("random"), 30, 4);
    Path csv = folder.resolve("out.csv");
    TabularCsv.write(csv, List.of(run), List.of(10, 30));
    List<String> lines = Files.readAllLines(csv);
    assertEquals("strategy,table,evaluations,seeds,mean,std,ci_low,ci_high", lines.get(0));
    assertTrue(lines.get(1).startsWith("random,digits,10,4,"), lines.get(1));
    assertEquals(3, lines.size());
    TabularCsv.writeCurves(csv, List.of(run));
    assertEquals(31, Files.readAllLines(csv).size());

    String svg = CurveSvg.of(List.of(run, bench.run(Part.of("local_search"), 30, 4)));
    assertTrue(svg.contains("polyline") && svg.contains(">local_search</text>"), svg);
    assertFalse(svg.contains("NaN"), svg);
  }
}
