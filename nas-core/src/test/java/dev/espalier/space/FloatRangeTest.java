package dev.espalier.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatRangeTest extends DomainContract {
  private static final int BINS = 20;

  @Override
  List<Domain> domains() {
    return List.of(
        Domain.logReal(0.001, 0.1),
        Domain.real(0.0, 0.5),
        Domain.real(-3.0, 7.0),
        Domain.logReal(1e-8, 1.0),
        Domain.logReal(2e-7, 3e-7),
        Domain.real(0.01, 1000.0));
  }

  @Override
  List<String> strangers() {
    return List.of(
        "0.0009", "0.2", "0.0100", ".01", "0.01f", "1E-2", "0.01234567", "NaN", "-0.01", "0.0.1");
  }

  @Override
  String bin(Domain domain, String value) {
    double[] position = new double[1];
    domain.encode(value, position, 0);
    return Integer.toString((int) Math.min(BINS - 1, position[0] * BINS));
  }

  @Override
  int bins(Domain domain) {
    return BINS;
  }

  @Test
  void aTextIsShortAndReadsBackExactly() {
    for (Domain domain : domains()) {
      for (int i = 0; i < 1_000; i++) {
        String value = domain.draw(random("exact", i));
        assertTrue(value.length() <= 13, value);
        assertEquals(value, FloatRange.text(Double.parseDouble(value)));
      }
    }
    assertEquals("0", FloatRange.text(-0.0));
    assertEquals("1", FloatRange.text(1.0));
    assertEquals("0.0003", FloatRange.text(3e-4));
    assertEquals("0.1", FloatRange.text(0.1));
    assertEquals("1E-8", FloatRange.text(1e-8));
    assertEquals("123456789", FloatRange.text(123456789.0));
    assertEquals("1.5E+20", FloatRange.text(1.5e20));
  }

  @Test
  void theBoundsAreValuesAndNothingLiesOutside() {
    for (Domain domain : domains()) {
      String low = domain.decode(new double[] {-1.0}, 0);
      String high = domain.decode(new double[] {2.0}, 0);
      assertTrue(domain.contains(low) && domain.contains(high), low + " " + high);
      double least = Double.parseDouble(low);
      double most = Double.parseDouble(high);
      for (int i = 0; i < 1_000; i++) {
        double value = Double.parseDouble(domain.draw(random("bounds", i)));
        assertTrue(least <= value && value <= most, domain.describe());
      }
    }
  }

  @Test
  void halfOfALogarithmicScaleLiesBelowTheGeometricMean() {
    Domain domain = Domain.logReal(0.0001, 1.0);
    assertEquals("0.01", domain.first());
    int below = 0;
    for (int i = 0; i < 10_000; i++) {
      below += Double.parseDouble(domain.draw(random("half", i))) < 0.01 ? 1 : 0;
    }
    assertEquals(5_000, below, 250); // five standard deviations
    assertEquals("0.5", Domain.real(0.0, 1.0).first());
  }

  @Test
  void mutantsAreRatherCloseAndReachTheBounds() {
    Domain domain = Domain.logReal(0.001, 0.1);
    int close = 0;
    double low = 1.0;
    double high = 0.0;
    for (int i = 0; i < 1_000; i++) {
      double mutant = Double.parseDouble(domain.mutate("0.01", random("close", i)));
      close += mutant > 0.01 / 3.17 && mutant < 0.01 * 3.17 ? 1 : 0; // a quarter of the scale
      low = Math.min(low, mutant);
      high = Math.max(high, mutant);
    }
    // A triangle of half the scale has three quarters of its mass within a quarter of the scale.
    assertEquals(750, close, 70);
    assertTrue(low < 0.0013 && high > 0.077, low + " to " + high);
  }

  @Test
  void neighboursAreATenthAndAHundredthOfTheScaleAway() {
    assertEquals(List.of("0.4", "0.49", "0.51", "0.6"), Domain.real(0.0, 1.0).neighbours("0.5"));
    assertEquals(List.of("0", "0.011", "0.101"), Domain.real(0.0, 1.0).neighbours("0.001"));
    assertEquals(List.of("0.9", "0.99"), Domain.real(0.0, 1.0).neighbours("1"));
    assertEquals(
        List.of("0.1", "0.794328", "1.25893", "10"), Domain.logReal(1e-5, 1e5).neighbours("1"));
  }

  @Test
  void theValuesToldApartAreCounted() {
    assertEquals(BigInteger.valueOf(500_001), Domain.real(0.0, 0.5).size());
    assertEquals(BigInteger.valueOf(100_001), Domain.real(0.0, 1.0).size());
    assertEquals(BigInteger.valueOf(1_800_001), Domain.logReal(0.001, 0.1).size());
    assertEquals(BigInteger.valueOf(2), Domain.logReal(0.1, 0.100001).size());
    Domain few = Domain.logReal(0.0999998, 0.100001);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String value = few.draw(random("few", i));
      if (!seen.contains(value)) {
        seen.add(value);
      }
    }
    assertEquals(few.size(), BigInteger.valueOf(seen.size()));
    assertTrue(few.isContinuous());
    assertFalse(few.isListed());
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertRefused("the lower one first", () -> Domain.real(1.0, 1.0));
    assertRefused("finite", () -> Domain.real(0.0, Double.POSITIVE_INFINITY));
    assertRefused("the lower one first", () -> Domain.real(Double.NaN, 1.0));
    assertRefused("above 0", () -> Domain.logReal(0.0, 1.0));
    assertRefused("6 significant", () -> Domain.logReal(0.1234567, 1.0));
    assertRefused("maybe the logarithmic scale", () -> Domain.real(1e-7, 1.0));
  }

  @Test
  void aRangeSaysWhatItHolds() {
    assertEquals(
        "numbers from 0.001 to 0.1 on a logarithmic scale", Domain.logReal(0.001, 0.1).describe());
    assertEquals("numbers from 0 to 0.5", Domain.real(0.0, 0.5).describe());
  }
}
