package dev.espalier.network;

import java.util.List;

class EmbeddingTest extends LayerContract {
  @Override
  String typeId() {
    return "embedding";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new Embedding(4),
            List.of(TOKENS),
            new Shape.Sequence(4, 7),
            new Cost(44, 0, 0, 112)),
        new Good(
            new Embedding(1),
            List.of(TOKENS),
            new Shape.Sequence(1, 7),
            new Cost(11, 0, 0, 28)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new Embedding(4),
            List.of(SEQUENCE),
            "takes tokens [1, steps], got a sequence of 7 steps of 5"));
  }
}
