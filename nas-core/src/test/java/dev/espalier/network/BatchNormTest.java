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
    return List.of(new Bad(new BatchNorm(), List.of(), "takes one input, got 0"));
  }
}
