package dev.espalier.evaluate;

/**
 * How much training one trial gets.
 *
 * @param epochs passes over the training split, at least 1
 * @param trainFraction share of that split used, in (0, 1]
 */
public record Fidelity(int epochs, double trainFraction) {
  public Fidelity {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs (%s) must be at least 1".formatted(epochs));
    }
    if (!(trainFraction > 0.0 && trainFraction <= 1.0)) { // this way round rejects NaN
      throw new IllegalArgumentException(
          "trainFraction (%s) must lie in (0, 1]".formatted(trainFraction));
    }
  }

  /** The whole training split. */
  public static Fidelity epochs(int epochs) {
    return new Fidelity(epochs, 1.0);
  }

  /** Such as {@code epochs=3} or {@code epochs=3;trainFraction=0.5}. */
  @Override
  public String toString() {
    String text = "epochs=" + epochs;
    return trainFraction == 1.0 ? text : text + ";trainFraction=" + trainFraction;
  }
}
