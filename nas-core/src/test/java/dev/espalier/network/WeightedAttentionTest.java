package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedAttentionTest extends LayerContract {
  private static final Shape EVEN = new Shape.Sequence(6, 7);

  @Override
  String typeId() {
    return "weighted_attention";
  }

  /** What plain attention costs, a matrix of a head's width, and its product with 6 * 7 numbers. */
  @Override
  List<Good> good() {
    return List.of(
        good(new WeightedAttention(2, false), new Cost(168 + 9, 1596 + 126, 3458 + 252, 168)),
        good(new WeightedAttention(2, true), new Cost(168 + 9, 1596 + 126, 3458 + 252, 168)),
        good(new WeightedAttention(3, false), new Cost(168 + 4, 1596 + 84, 3507 + 168, 168)));
  }

  private static Good good(WeightedAttention layer, Cost cost) {
    return new Good(layer, List.of(EVEN), EVEN, cost);
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new WeightedAttention(2, false),
            List.of(SEQUENCE),
            "heads (2) must divide the width (5)"),
        new Bad(
            new WeightedAttention(2, false),
            List.of(VECTOR),
            "takes a sequence [features, steps], got a vector of 20"));
  }

  @Test
  void headsArePositive() {
    assertEquals(
        "heads (0) must be at least 1",
        assertThrows(IllegalArgumentException.class, () -> new WeightedAttention(0, false))
            .getMessage());
  }
}
