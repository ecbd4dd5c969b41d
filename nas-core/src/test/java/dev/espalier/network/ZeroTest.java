package dev.espalier.network;

import java.util.List;

class ZeroTest extends LayerContract {
  @Override
  String typeId() {
    return "zero";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new Zero(IMAGE), List.of(), IMAGE, Cost.NONE),
        new Good(new Zero(VECTOR), List.of(), VECTOR, Cost.NONE));
  }

  @Override
  List<Bad> bad() {
    return List.of(new Bad(new Zero(IMAGE), List.of(IMAGE), "takes no input, got 1"));
  }
}
