package dev.espalier.network;

import java.util.List;

class InputTest extends LayerContract {
  @Override
  String typeId() {
    return "input";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new Input(IMAGE), List.of(), IMAGE, new Cost(0, 0, 0, 4 * 144)),
        new Good(new Input(VECTOR), List.of(), VECTOR, new Cost(0, 0, 0, 80)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(new Input(IMAGE), List.of(), "a network has one input, the node keyed 'input'"));
  }
}
