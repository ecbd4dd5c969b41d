package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  @TempDir private Path folder = Path.of("");
  private Path table = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("arch,val,test,macs\n");
    for (int i = 0; i < 64; i++) {
      rows.append("%d-%d-%d,%d,%d,%d\n".formatted(i / 16, i / 4 % 4, i % 4, i, 2 * i, i % 7));
    }
    Files.writeString(folder.resolve("t.csv"), rows);
    table =
        Files.writeString(
            folder.resolve("t.yaml"),
            """
            apiVersion: nas-table/v1
            name: t
            file: t.csv
            architecture: {column: arch, split: "-"}
            signal: {column: val, direction: maximize}
            report: {column: test, direction: maximize}
            costs: [{metric: macs, column: macs}]
            """);
  }

  @Test
  void printsWhatEachStrategyFoundAndWritesFiles() throws IOException {
    Path csv = folder.resolve("out.csv");
    Path curves = folder.resolve("curves.csv");
    Path svg = folder.resolve("out.svg");
    Run.of(
            "bench",
            "tabular",
            "--table",
            table,
            "--strategy",
            "random",
            "--strategy",
            "{type: local_search, initialSamples: 2}",
            "--budgets",
            "10,30",
            "--seeds",
            "4",
            "--csv",
            csv,
            "--curves",
            curves,
            "--svg",
            svg)
        .printed(
            "t: 64 architectures", "random", "local_search {initialSamples=2}", "95 % interval");
    assertEquals(5, Files.readAllLines(csv).size());
    assertEquals(61, Files.readAllLines(curves).size());
    assertTrue(Files.readString(svg).startsWith("<?xml"));
  }

  @Test
  void printsOneDocument() throws IOException {
    Run run =
        Run.of(
            "bench",
            "tabular",
            "--table",
            table,
            "--strategy",
            "random",
            "--budgets",
            "10,30",
            "--seeds",
            "4",
            "--json");
    JsonNode document = new ObjectMapper().readTree(run.printed().out());
    assertEquals(64, document.at("/architectures").asInt(), run::toString);
    assertEquals(30, document.at("/strategies/0/budgets/1/evaluations").asInt(), run::toString);
    assertEquals(
        List.of("table", "architectures", "signal", "report", "seeds", "strategies", "files"),
        ImmutableList.copyOf(document.fieldNames()));
  }

  @Test
  void printsTheHypervolumeOfAFront() {
    Run.of(
            "bench",
            "tabular",
            "--table",
            table,
            "--strategy",
            "nsga2",
            "--budgets",
            "64",
            "--seeds",
            "2",
            "--minimize",
            "macs",
            "--reference",
            "0,7")
        .printed("hypervolume %", "100.000");
  }

  @Test
  void refusesWhatDoesNotFit() {
    refused("--strategy", "randon").refused("type: value 'randon'", "did you mean random?");
    refused("--strategy", "{type: genetic, populationSize: 0}")
        .refused("populationSize: value '0'");
    refused("--strategy", "{type: genetic, populationSize: 4, tournamentSize: 9}")
        .refused("tournamentSize (9) must be at most populationSize (4)");
    refused("--strategy", "random", "--seeds", "0").refused("--seeds (0)");
    refused("--strategy", "random", "--minimize", "watts").refused("no cost 'watts'");
    refused("--strategy", "random", "--reference", "1,2").refused("--reference");
    Run.of("bench", "tabular", "--table", "nas-bench-20", "--strategy", "random")
        .refused("did you mean nas-bench-201?");
  }

  private Run refused(String... more) {
    Object[] words = new Object[4 + more.length];
    words[0] = "bench";
    words[1] = "tabular";
    words[2] = "--table";
    words[3] = table;
    System.arraycopy(more, 0, words, 4, more.length);
    return Run.of(words);
  }
}
