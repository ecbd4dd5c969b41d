package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class Pool1dTest extends LayerContract {
  @Override
  String typeId() {
    return "pool1d";
  }

  @Override
  List<Good> good() {
    // 5 features at 7 steps, 3 or 2 steps each
    return List.of(
        new Good(new Pool1d(Pooling.MAX, 3), List.of(SEQUENCE), SEQUENCE, new Cost(0, 0, 105, 140)),
        new Good(
            new Pool1d(Pooling.AVERAGE, 2), List.of(SEQUENCE), SEQUENCE, new Cost(0, 0, 70, 140)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new Pool1d(Pooling.MAX, 3),
            List.of(IMAGE),
            "takes a sequence [features, steps], got an image of 3x8x6"));
  }

  @Test
  void aWindowSeesLaterStepsUnlessItIsOne() {
    assertFalse(new Pool1d(Pooling.MAX, 2).causal());
    assertTrue(new Pool1d(Pooling.MAX, 1).causal());
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertEquals(
        "kernel (0) must be at least 1",
        assertThrows(IllegalArgumentException.class, () -> new Pool1d(Pooling.MAX, 0))
            .getMessage());
    assertEquals(
        "pooling (sum) of a window must be max or avg",
        assertThrows(IllegalArgumentException.class, () -> new Pool1d(Pooling.SUM, 3))
            .getMessage());
  }
}
