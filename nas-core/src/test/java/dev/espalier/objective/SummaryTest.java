package dev.espalier.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void spreadIsThatOfTheSample() {
    Summary summary = Summary.of(2, 4, 4, 4, 5, 5, 7, 9);

    assertEquals(5.0, summary.mean());
    assertEquals(Math.sqrt(32.0 / 7), summary.std(), 1e-12);
    assertEquals(Math.sqrt(32.0 / 7 / 8), summary.standardError(), 1e-12);
  }

  @Test
  void aSingleValueHasNoSpread() {
    Summary summary = Summary.of(0.5);

    assertEquals(1, summary.n());
    assertEquals(0.0, summary.std());
    assertEquals(0.0, summary.standardError());
  }

  @Test
  void nothingAndNaNAreRefused() {
    assertThrows(IllegalArgumentException.class, Summary::of);
    assertThrows(IllegalArgumentException.class, () -> Summary.of(Double.NaN));
  }
}
