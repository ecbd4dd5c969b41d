package dev.espalier.network;

import java.util.List;

class LastStepTest extends LayerContract {
  @Override
  String typeId() {
    return "last_step";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new LastStep(), List.of(SEQUENCE), new Shape.Vector(5), new Cost(0, 0, 0, 20)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new LastStep(),
            List.of(IMAGE),
            "takes a sequence [features, steps], got an image of 3x8x6"),
        new Bad(new LastStep(), List.of(), "takes one input, got 0"));
  }
}
