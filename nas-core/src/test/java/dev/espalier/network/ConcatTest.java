package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConcatTest extends LayerContract {
  @Override
  String typeId() {
    return "concat";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new Concat(),
            List.of(IMAGE, new Shape.Image(4, 8, 6)),
            new Shape.Image(7, 8, 6),
            new Cost(0, 0, 0, 4 * 336)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(new Concat(), List.of(), "takes at least one input, got none"),
        new Bad(
            new Concat(),
            List.of(IMAGE, new Shape.Image(3, 4, 6)),
            "joins inputs that differ in channels or features only, got [3x8x6, 3x4x6]"),
        new Bad(
            new Concat(),
            List.of(IMAGE, VECTOR),
            "joins inputs that differ in channels or features only, got [3x8x6, 20]"),
        new Bad(
            new Concat(),
            List.of(new Shape.Vector(Integer.MAX_VALUE), VECTOR),
            "its size or cost exceeds what can be counted (integer overflow)"));
  }

  @Test
  void vectorsLieEndToEnd() {
    assertEquals(new Shape.Vector(40), new Concat().output(List.of(VECTOR, VECTOR)));
  }
}
