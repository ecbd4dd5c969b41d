package dev.espalier.network;

import java.util.List;

/**
 * An image times a vector, each channel by its number: {@code [channels, height, width], [channels]
 * -> [channels, height, width]}; how squeeze-and-excitation (Hu et al. 2018) lets channels through.
 */
public record ChannelScale() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "takes an image and a vector, got %s inputs".formatted(inputs.size()));
    }
    if (inputs.get(0) instanceof Shape.Image image
        && inputs.get(1) instanceof Shape.Vector vector
        && image.channels() == vector.features()) {
      return image;
    }
    throw new IllegalArgumentException(
        "takes an image and a vector of as many features as channels, got %s and %s"
            .formatted(Shapes.describe(inputs.get(0)), Shapes.describe(inputs.get(1))));
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(output.elements(), output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.channelScale(this);
  }
}
