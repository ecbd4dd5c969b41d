package dev.espalier.network;

import java.util.List;

class FlattenTest extends LayerContract {
  @Override
  String typeId() {
    return "flatten";
  }

  @Override
  List<Good> good() {
    return List.of(new Good(new Flatten(), List.of(IMAGE), new Shape.Vector(144), Cost.NONE));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new Flatten(),
            List.of(VECTOR),
            "takes an image [channels, height, width], got a vector of 20"),
        new Bad(
            new Flatten(),
            List.of(new Shape.Image(1, 1 << 16, 1 << 16)),
            "its size or cost exceeds what can be counted (integer overflow)"));
  }
}
