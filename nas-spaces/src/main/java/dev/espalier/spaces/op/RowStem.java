package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Embedding;
import dev.espalier.network.Network;
import dev.espalier.network.PositionalEncoding;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;

/**
 * {@code row_image}: a series as it is, as an image of one row, for cells of images behind it.
 * Tokens are embedded first, in as many channels as the stem has. {@code row_image_positions} adds
 * a learned vector of its place to each step, so that a mean or maximum over the steps can tell
 * them apart.
 */
final class RowStem implements Operation {
  private final boolean positions;

  private RowStem(boolean positions) {
    this.positions = positions;
  }

  static RowStem plain() {
    return new RowStem(false);
  }

  static RowStem withPositions() {
    return new RowStem(true);
  }

  @Override
  public String id() {
    return positions ? "row_image_positions" : "row_image";
  }

  @Override
  public String summary() {
    return positions
        ? "takes a series for an image of one row and adds learned positions; embeds tokens"
        : "takes a series for an image of one row and leaves its numbers alone; embeds tokens";
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
    int placed =
        positions ? network.add(key + ".positions", new PositionalEncoding(true), series) : series;
    return network.add(key + ".image", new SequenceToImage(), placed);
  }
}
