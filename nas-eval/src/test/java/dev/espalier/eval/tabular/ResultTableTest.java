package dev.espalier.eval.tabular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.space.Architecture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTableTest {
  private static final String SPEC =
      """
      apiVersion: nas-table/v1
      name: mine
      file: mine.csv
      architecture: {column: arch, split: "-"}
      signal: {column: val, direction: maximize}
      report: {column: test, direction: maximize}
      costs: [{metric: macs, column: flops, scale: 1000}]
      """;

  @TempDir private Path folder = Path.of("");

  private Path table(String spec, String... rows) throws IOException {
    Files.writeString(folder.resolve("mine.csv"), String.join("\n", rows) + "\n");
    return Files.writeString(folder.resolve("mine.yaml"), spec);
  }

  private static ResultTable read(Path file) {
    return ResultTable.read(file.toString(), Path.of("nowhere"));
  }

  @Test
  void aColumnIsSplitIntoDecisionsWhoseValuesAreTexts() throws IOException {
    ResultTable table =
        read(table(SPEC, "arch,val,test,flops", "x-01-3,70,71,5", "x-1-3,72,70,6", "x-1-4,,60,6"));

    assertEquals("mine: 2 architectures", table.toString());
    Architecture first = Architecture.of(Map.of("arch.2", "01"));
    // The first part is the same in all rows, and so is the last: the third row has no signal.
    assertEquals(table.space().architectures().get(0), first);
    TableRow row = table.row(first).orElseThrow();
    assertEquals(70.0, row.signal());
    assertEquals(71.0, row.report());
    assertEquals(Map.of("macs", 5_000.0), row.costs());
    assertTrue(row.seconds().isEmpty());
    assertTrue(table.row(Architecture.of(Map.of("arch.2", "2"))).isEmpty());
  }

  @Test
  void charactersAndColumnsMayBeDecisionsToo() throws IOException {
    ResultTable chars =
        read(
            table(
                SPEC.replace("split: \"-\"", "split: chars"),
                "arch,val,test,flops",
                "ab,1,1,1",
                "ba,2,2,2"));
    assertEquals("arch.1=a;arch.2=b", chars.space().architectures().get(0).encoding());

    ResultTable columns =
        read(
            table(
                SPEC.replace("{column: arch, split: \"-\"}", "{columns: [arch, width of it]}"),
                "arch,width of it,val,test,flops",
                "a = b,8,1,1,1",
                "b,16,2,2,2"));
    assertEquals(
        "arch=a%20%3D%20b;width_of_it=8", columns.space().architectures().get(0).encoding());
  }

  @Test
  void aPackedFileAndTimesOfSomeRowsAreRead() throws IOException {
    Path file =
        table(
            SPEC.replace("mine.csv", "mine.csv.gz")
                + "seconds: {file: times.csv, key: id, columns: [a, b]}\n",
            "unused");
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("mine.csv.gz")))) {
      packed.write(
          "id,arch,val,test,flops\n1,a,1,1,1\n2,b,2,2,2\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(folder.resolve("times.csv"), "id,a,b\n2,10,0.5\n");

    ResultTable table = read(file);

    assertEquals(
        10.5, table.row(Architecture.of(Map.of("arch.1", "b"))).orElseThrow().seconds().orElse(0));
    assertTrue(table.row(Architecture.of(Map.of("arch.1", "a"))).orElseThrow().seconds().isEmpty());
  }

  @Test
  void graphsAreTheNumbersOfTheirOperationsAndRunsOfOneAreToldApart() throws IOException {
    String graph =
        "\"{\"\"n\"\": {\"\"op\"\": \"\"%s\"\"}, \"\"m\"\": {\"\"op\"\": \"\"sum\"\"}}\"";
    ResultTable table =
        read(
            table(
                SPEC.replace("split: \"-\"", "split: nodes, repeats: true"),
                "arch,val,test,flops",
                graph.formatted("tanh") + ",1,1,1",
                graph.formatted("sum") + ",2,2,2",
                graph.formatted("sum") + ",3,3,3"));
    assertEquals("sum=1;tanh=1;run=1", table.space().architectures().get(0).encoding());
    assertEquals("sum=2;tanh=0;run=2", table.space().architectures().get(2).encoding());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arch,val,flops|a-b,1,1|a-c,1,1|has no column 'test'",
        "arch,val,test,flops|a-b,1,1,1|a-b,2,2,2|line 3, column 'arch': architecture",
        "arch,val,test,flops|a-b,good,1,1|a-c,2,2,2|line 2, column 'val': 'good' must be a number",
        "arch,val,test,flops|a-b,1,1,1|a-c-d,2,2,2|line 3, column 'arch': 'a-c-d' has 3 parts",
        "arch,val,test,flops|a-b,1,1,1|a-c,2,2|line 3",
        "arch,val,test,flops|a-b,,1,1|a-c,,2,2|no row has both val and test",
      })
  void aBrokenTableSaysWhere(String header, String first, String second, String part)
      throws IOException {
    Path file = table(SPEC, header, first, second);
    String message = assertThrows(IllegalArgumentException.class, () -> read(file)).toString();
    assertTrue(message.contains(part), message);
    assertTrue(message.contains("mine.csv"), message);
  }

  @Test
  void aBrokenDescriptionSaysEveryFaultWithItsLine() throws IOException {
    Path file =
        table(
            SPEC.replace("signal: {column: val, direction: maximize}", "signal: {column: val}")
                    .replace("metric: macs", "metric: MACs")
                    .replace("file: mine.csv\n", "")
                + "colour: red\n",
            "unused");
    String message = assertThrows(IllegalArgumentException.class, () -> read(file)).toString();
    for (String part :
        new String[] {
          "signal.direction: is missing", "costs[0].metric", "mine.yaml:1: file", "colour"
        }) {
      assertTrue(message.contains(part), part + " in " + message);
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ResultTable.read("nas-bench-20", Path.of("nowhere")))
            .toString();
    assertTrue(message.contains("did you mean nas-bench-201?"), message);
  }

  @Test
  void theDescriptionsThatComeAlongAreSound() {
    for (String name : ResultTable.NAMES) {
      assertEquals(name, ResultTable.describe(name).name());
      assertFalse(ResultTable.description(name).isBlank());
    }
  }
}
