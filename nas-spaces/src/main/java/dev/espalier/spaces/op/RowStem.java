package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Embedding;
import dev.espalier.network.Network;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;

/**
 * {@code row_image}: a series as it is, as an image of one row, for cells of images behind it.
 * Tokens are embedded first, in as many channels as the stem has.
 */
final class RowStem implements Operation {
  @Override
  public String id() {
    return "row_image";
  }

  @Override
  public String summary() {
    return "takes a series for an image of one row and leaves its numbers alone; embeds tokens";
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.SEQUENCE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.STEM);
  }

  @Override
  public Shape takenFor(Shape input) {
    if (input instanceof Shape.Tokens tokens) {
      return new Shape.Image(1, 1, tokens.steps());
    }
    return input instanceof Shape.Sequence
        ? new SequenceToImage().output(ImmutableList.of(input))
        : input;
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int series =
        network.shape(input) instanceof Shape.Tokens
            ? network.add(key + ".embedding", new Embedding(features), input)
            : input;
    return network.add(key + ".image", new SequenceToImage(), series);
  }
}
