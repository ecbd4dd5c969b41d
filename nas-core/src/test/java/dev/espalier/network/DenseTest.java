package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class DenseTest extends LayerContract {
  @Override
  String typeId() {
    return "dense";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(Dense.of(7), List.of(VECTOR), new Shape.Vector(7), new Cost(147, 140, 287, 28)),
        new Good(
            new Dense(7, false), List.of(VECTOR), new Shape.Vector(7), new Cost(140, 140, 280, 28)),
        new Good(
            Dense.of(4), List.of(SEQUENCE), new Shape.Sequence(4, 7), new Cost(24, 140, 308, 112)),
        new Good(Dense.of(8), List.of(VECTOR), new Shape.Vector(8), new Cost(168, 160, 328, 32)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            Dense.of(7),
            List.of(IMAGE),
            "takes a vector, got an image of 3x8x6; flatten or pool it first"),
        new Bad(Dense.of(7), List.of(VECTOR, VECTOR), "takes one input, got 2"));
  }

  @Test
  void unitsArePositive() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Dense.of(0));
    assertEquals("units (0) must be at least 1", error.getMessage());
  }
}
