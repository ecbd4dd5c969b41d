package dev.espalier.network;

import java.util.List;

class IdentityTest extends LayerContract {
  @Override
  String typeId() {
    return "identity";
  }

  @Override
  List<Good> good() {
    return List.of(new Good(new Identity(), List.of(IMAGE), IMAGE, Cost.NONE));
  }

  @Override
  List<Bad> bad() {
    return List.of(new Bad(new Identity(), List.of(IMAGE, IMAGE), "takes one input, got 2"));
  }
}
