package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void metricsHaveFourDecimalsUnlessTheyAreCounts() {
    assertEquals("0.9123", Format.metric(0.91234));
    assertEquals("1.0000", Format.metric(1));
    assertEquals("-0.5000", Format.metric(-0.5));
    assertEquals("100.2500", Format.metric(100.25));
    assertEquals("230,000", Format.metric(230_000));
    assertEquals("NaN", Format.metric(Double.NaN));
  }

  @Test
  void countsHaveSeparators() {
    assertEquals("0", Format.count(0));
    assertEquals("999", Format.count(999));
    assertEquals("1,234,567", Format.count(1_234_567));
  }

  @Test
  void timesAreRoundedAsTheyGrow() {
    assertEquals("0 s", Format.seconds(0.4));
    assertEquals("59 s", Format.seconds(59.4));
    assertEquals("1 min 00 s", Format.seconds(59.6));
    assertEquals("3 min 05 s", Format.seconds(185));
    assertEquals("59 min 59 s", Format.seconds(3599));
    assertEquals("1 h 00 min", Format.seconds(3600));
    assertEquals("26 h 10 min", Format.seconds(26 * 3600 + 10 * 60 + 59));
  }

  @Test
  void sizesOfMemoryAreRounded() {
    assertEquals("0 MiB", Format.bytes(1 << 10));
    assertEquals("640 MiB", Format.bytes(640L << 20));
    assertEquals("2.5 GiB", Format.bytes(5L << 29));
  }
}
