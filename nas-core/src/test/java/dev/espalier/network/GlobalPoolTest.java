package dev.espalier.network;

import java.util.List;

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
            new Cost(0, 0, 144, 12)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new GlobalPool(Pooling.MAX),
            List.of(VECTOR),
            "takes an image [channels, height, width], got a vector of 20"));
  }
}
