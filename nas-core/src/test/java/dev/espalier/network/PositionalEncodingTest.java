package dev.espalier.network;

import java.util.List;

class PositionalEncodingTest extends LayerContract {
  @Override
  String typeId() {
    return "positional_encoding";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new PositionalEncoding(false), List.of(SEQUENCE), SEQUENCE, new Cost(0, 0, 35, 140)),
        new Good(
            new PositionalEncoding(true), List.of(SEQUENCE), SEQUENCE, new Cost(35, 0, 35, 140)));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new PositionalEncoding(true),
            List.of(VECTOR),
            "takes a sequence [features, steps], got a vector of 20"));
  }
}
