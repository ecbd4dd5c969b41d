package dev.espalier.network;

import java.util.List;

class LayerNormTest extends LayerContract {
  @Override
  String typeId() {
    return "layer_norm";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new LayerNorm(), List.of(SEQUENCE), SEQUENCE, new Cost(10, 0, 70, 140)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new LayerNorm(),
            List.of(IMAGE),
            "takes a sequence or a vector, got an image of 3x8x6"));
  }
}
