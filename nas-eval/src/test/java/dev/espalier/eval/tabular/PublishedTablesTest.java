package dev.espalier.eval.tabular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.datasets.catalog.DataHome;
import java.math.BigInteger;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The published tables, where they are on this machine. */
class PublishedTablesTest {
  private static ResultTable table(String name) {
    assumeTrue(
        Files.isDirectory(DataHome.of(name)),
        () -> "no folder %s; set %s".formatted(DataHome.of(name), DataHome.VARIABLE));
    return ResultTable.read(name, DataHome.directory());
  }

  private static BigInteger size(ResultTable table) {
    return table.space().size();
  }

  @Test
  void nasBench201HoldsEveryCellAndItsBest() {
    ResultTable table = table("nas-bench-201");
    assertEquals(BigInteger.valueOf(15_625), size(table));
    assertEquals(24, table.space().neighbours(table.space().architectures().get(0)).size());
    assertEquals(94.3733, best(table, true), 1e-9);
    assertEquals(
        1_000, table.rows().values().stream().filter(row -> row.seconds().isPresent()).count());
  }

  @Test
  void nasBenchNlpHoldsTheRunsThatEnded() {
    ResultTable table = table("nas-bench-nlp");
    assertEquals(BigInteger.valueOf(341), size(table));
    assertEquals(4.51616, best(table, false), 1e-9);
  }

  @Test
  void flexiBertHoldsTheEncodersThatWereTrained() {
    ResultTable table = table("flexibert-small");
    assertEquals(BigInteger.valueOf(620), size(table));
    assertEquals(83.1422, best(table, true), 1e-9);
    assertTrue(
        table.space().architectures().stream()
            .allMatch(each -> table.space().neighbours(each).size() >= 8));
  }

  private static double best(ResultTable table, boolean greatest) {
    double sign = greatest ? 1 : -1;
    return sign
        * table.rows().values().stream().mapToDouble(row -> sign * row.report()).max().orElse(0);
  }
}
