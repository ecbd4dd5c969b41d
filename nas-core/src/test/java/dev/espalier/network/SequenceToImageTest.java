package dev.espalier.network;

import java.util.List;

class SequenceToImageTest extends LayerContract {
  @Override
  String typeId() {
    return "sequence_to_image";
  }

  @Override
  List<Good> good() {
    return List.of(
        new Good(
            new SequenceToImage(),
            List.of(new Shape.Sequence(3, 20)),
            new Shape.Image(3, 1, 20),
            Cost.NONE));
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(
            new SequenceToImage(),
            List.of(VECTOR),
            "takes a sequence [features, steps], got a vector of 20"));
  }
}
