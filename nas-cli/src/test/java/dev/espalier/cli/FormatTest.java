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
    assertEquals("12,345,678,901", Format.metric(12_345_678_901.0));
  }

  @Test
  void metricsThatFourDecimalsDoNotShowHaveAnExponent() {
    assertEquals("0.0000", Format.metric(0));
    assertEquals("0.0001", Format.metric(1e-4));
    assertEquals("1.2346e-05", Format.metric(1.23456e-5));
    assertEquals("-9.9900e-12", Format.metric(-9.99e-12));
    assertEquals("123456789.5000", Format.metric(123_456_789.5));
    assertEquals("1.2346e+09", Format.metric(1_234_567_890.5));
    assertEquals("3.0000e+20", Format.metric(3e20));
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
