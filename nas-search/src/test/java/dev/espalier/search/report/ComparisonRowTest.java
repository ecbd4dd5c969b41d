package dev.espalier.search.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Cost;
import org.junit.jupiter.api.Test;

class ComparisonRowTest {
  private static ComparisonRow row(String metric, Double... values) {
    return new ComparisonRow("net", metric, ImmutableList.copyOf(values), 0, 0.1, Cost.NONE);
  }

  /** Means 0.92 and 0.82, standard errors of 0.01 each. */
  @Test
  void howMuchBetterIsToldInStandardErrors() {
    ComparisonRow good = row("test_accuracy", 0.91, 0.93);
    ComparisonRow poor = row("test_accuracy", 0.81, 0.83);
    assertEquals(0.1 / Math.hypot(0.01, 0.01), good.standardErrorsAbove(poor), 1e-9);
    assertEquals(-good.standardErrorsAbove(poor), poor.standardErrorsAbove(good), 1e-9);
  }

  @Test
  void lessIsBetterWhereTheMetricSaysSo() {
    assertTrue(row("test_rmse", 1.0, 1.1).standardErrorsAbove(row("test_rmse", 2.0, 2.1)) > 2);
  }

  @Test
  void singleSeedsSayNothing() {
    assertEquals(0.0, row("test_accuracy", 0.9).standardErrorsAbove(row("test_accuracy", 0.1)));
  }
}
