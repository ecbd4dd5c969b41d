package dev.espalier.spaces.preset;

import dev.espalier.network.Shape;

/**
 * What the networks of a published space were made for.
 *
 * @param name of the data
 * @param input shape of one example
 * @param outputs classes, or tokens to predict
 * @param eachStep whether there are outputs at each step, as of a language model
 */
public record PaperData(String name, Shape input, int outputs, boolean eachStep) {
  static final PaperData CIFAR_10 =
      new PaperData("CIFAR-10", new Shape.Image(3, 32, 32), 10, false);

  /** Words of the Penn Treebank, 35 at a time. */
  static final PaperData PENN_TREEBANK =
      new PaperData("Penn Treebank", new Shape.Tokens(10_000, 35), 10_000, true);
}
