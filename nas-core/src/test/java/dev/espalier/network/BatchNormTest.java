package dev.espalier.network;

import java.util.List;

class BatchNormTest extends LayerContract {
  @Override
  String typeId() {
    return "batch_norm";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(new BatchNorm(), List.of(IMAGE), IMAGE, new Cost(6, 0, 2 * 144, 4 * 144)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(new BatchNorm(), List.of(), "takes one input, got 0"),
        new Bad(
            new BatchNorm(),
            List.of(SEQUENCE),
            "takes an image or a vector, got a sequence of 7 steps of 5, whose padding would count"));
  }
}
