package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {

  @Test
  void whatLiesOnALineIsFound() {
    Timing timing =
        Timing.of(
            List.of(
                new Timing.Measured(100, 1.0, 3.0),
                new Timing.Measured(200, 2.0, 4.0),
                new Timing.Measured(400, 3.0, 6.0)));

    assertEquals(2.0 + 5 * (2.0 + 0.01 * 1000), timing.seconds(1000, 5), 1e-9);
  }

  /** As where noise is larger than what networks differ by. */
  @Test
  void dearerNetworksAreNotFaster() {
    Timing timing =
        Timing.of(List.of(new Timing.Measured(100, 1.0, 5.0), new Timing.Measured(300, 1.0, 3.0)));

    assertEquals(1.0 + 4.0, timing.seconds(1000, 1), 1e-9);
  }

  /** As where a cheap network was slowed by something else. */
  @Test
  void aNetworkWithoutCostsTakesNoLessThanNothing() {
    Timing timing =
        Timing.of(List.of(new Timing.Measured(100, 0.0, 0.1), new Timing.Measured(200, 0.0, 2.0)));

    assertEquals(0.0, timing.base(), 1e-9);
    assertEquals(1.05, timing.seconds(150, 1), 1e-9);
  }
}
