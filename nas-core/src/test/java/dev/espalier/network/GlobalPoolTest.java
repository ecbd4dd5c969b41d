package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlobalPoolTest extends LayerContract {
  @Override
  String typeId() {
    return "global_pool";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new GlobalPool(Pooling.AVERAGE),
            List.of(IMAGE),
            new Shape.Vector(3),
            new Cost(0, 0, 144, 12)),
        new Good(
            new GlobalPool(Pooling.MAX),
            List.of(IMAGE),
            new Shape.Vector(3),
            new Cost(0, 0, 144, 12)),
        new Good(
            new GlobalPool(Pooling.SUM),
            List.of(SEQUENCE),
            new Shape.Vector(5),
            new Cost(0, 0, 35, 20)));
  }

  @Test
  void aSequenceIsPooledOverItsSteps() {
    GlobalPool pool = new GlobalPool(Pooling.MAX);
    assertEquals(new Shape.Vector(5), pool.output(List.of(SEQUENCE)));
    assertEquals(new Cost(0, 0, 35, 20), pool.cost(List.of(SEQUENCE), new Shape.Vector(5)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new GlobalPool(Pooling.MAX),
            List.of(VECTOR),
            "takes an image or a sequence, got a vector of 20"));
  }
}
