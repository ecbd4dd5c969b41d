package dev.espalier.network;

import java.util.List;

/**
 * Adds to each step of a sequence what tells its place.
 *
 * @param learned whether a vector for each place is trained; otherwise sines and cosines of the
 *     place at wavelengths from 2 pi to 10000 times that (Vaswani et al. 2017)
 */
public record PositionalEncoding(boolean learned) implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return Shapes.sequence(inputs);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return new Cost(learned ? output.elements() : 0, 0, output.elements(), Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.positionalEncoding(this);
  }
}
