package dev.espalier.datasets.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OrderSplitTest extends SplitRuleContract {
  @Override
  SplitRule rule() {
    double[] times = new double[60];
    for (int i = 0; i < times.length; i++) {
      times[i] = 60 - i;
    }
    return new OrderSplit(times);
  }

  @Test
  void theLatestRowsAreHeldOut() {
    SplitRule rule = new OrderSplit(new double[] {5, 1, 4, 2, 3});
    assertArrayEquals(
        new int[] {0, 2},
        rule.split(new int[] {0, 1, 2, 3, 4}, 0.4, SplitRule.random(0)).heldOut());
  }

  @Test
  void rowsOfOneTimeStayTogether() {
    SplitRule rule = new OrderSplit(new double[] {1, 2, 2, 2, 3});
    assertArrayEquals(
        new int[] {4}, rule.split(new int[] {0, 1, 2, 3, 4}, 0.4, SplitRule.random(0)).heldOut());
  }

  @Test
  void equalTimesAloneCannotBeDivided() {
    SplitRule rule = new OrderSplit(new double[] {2, 2, 2});
    assertThrows(
        IllegalArgumentException.class,
        () -> rule.split(new int[] {0, 1, 2}, 0.4, SplitRule.random(0)));
  }
}
