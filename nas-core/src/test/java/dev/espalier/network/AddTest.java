package dev.espalier.network;

import java.util.List;

class AddTest extends LayerContract {
  @Override
  String typeId() {
    return "add";
  }

  @Override
  List<Good> good() {
    return List.of(
        // two additions of 144 scalars
        new Good(new Add(), List.of(IMAGE, IMAGE, IMAGE), IMAGE, new Cost(0, 0, 2 * 144, 4 * 144)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(new Add(), List.of(), "takes at least one input, got none"),
        new Bad(
            new Add(),
            List.of(TOKENS, TOKENS),
            "takes values, got tokens, 7 steps of 11 tokens; embed them first"),
        new Bad(
            new Add(),
            List.of(IMAGE, new Shape.Image(4, 8, 6)),
            "adds inputs of one shape, got [3x8x6, 4x8x6]"));
  }
}
