package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfAttentionTest extends LayerContract {
  private static final Shape EVEN = new Shape.Sequence(6, 7);

  @Override
  String typeId() {
    return "self_attention";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new SelfAttention(2, false), List.of(EVEN), EVEN, new Cost(168, 1596, 3458, 168)),
        new Good(new SelfAttention(2, true), List.of(EVEN), EVEN, new Cost(168, 1596, 3458, 168)),
        new Good(new SelfAttention(3, false), List.of(EVEN), EVEN, new Cost(168, 1596, 3507, 168)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new SelfAttention(2, false), List.of(SEQUENCE), "heads (2) must divide the width (5)"),
        new Bad(
            new SelfAttention(2, false),
            List.of(VECTOR),
            "takes a sequence [features, steps], got a vector of 20"));
  }

  @Test
  void headsArePositive() {
    assertEquals(
        "heads (0) must be at least 1",
        assertThrows(IllegalArgumentException.class, () -> new SelfAttention(0, false))
            .getMessage());
  }
}
