package dev.espalier.network;

import java.util.List;

class ActivationTest extends LayerContract {
  @Override
  String typeId() {
    return "activation";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(Activation.relu(), List.of(IMAGE), IMAGE, new Cost(0, 0, 144, 4 * 144)),
        new Good(
            new Activation(Activation.Function.HARD_SWISH),
            List.of(VECTOR),
            VECTOR,
            new Cost(0, 0, 20, 80)),
        new Good(
            new Activation(Activation.Function.LEAKY_RELU),
            List.of(VECTOR),
            VECTOR,
            new Cost(0, 0, 20, 80)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(Activation.relu(), List.of(IMAGE, IMAGE), "takes one input, got 2"),
        new Bad(
            Activation.relu(),
            List.of(TOKENS),
            "takes values, got tokens, 7 steps of 11 tokens; embed them first"));
  }
}
