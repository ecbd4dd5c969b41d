package dev.espalier.trial;

/**
 * How far one trial is trained: stop after {@code epochs} of a training laid out for {@code of}. A
 * total, never an increment: a trial that goes on from 3 epochs to 9 has the fidelity 9, and its
 * learning rate follows the schedule of the whole training from the first epoch on.
 *
 * @param epochs passes over the training split, from 1 to {@code of}
 * @param of passes of the whole training, for which its schedule is laid out
 * @param trainFraction share of that split used, in (0, 1]
 */
public record Fidelity(int epochs, int of, double trainFraction) {
  public Fidelity {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs (%s) must be at least 1".formatted(epochs));
    }
    if (epochs > of) {
      throw new IllegalArgumentException(
          "epochs (%s) must be at most those of the whole training (%s)".formatted(epochs, of));
    }
    if (!(trainFraction > 0.0 && trainFraction <= 1.0)) { // this way round rejects NaN
      throw new IllegalArgumentException(
          "trainFraction (%s) must lie in (0, 1]".formatted(trainFraction));
    }
  }

  /** A whole training on a share of the training split. */
  public Fidelity(int epochs, double trainFraction) {
    this(epochs, epochs, trainFraction);
  }

  /** A whole training on the whole training split. */
  public static Fidelity epochs(int epochs) {
    return new Fidelity(epochs, epochs, 1.0);
  }

  /** The same training, stopped after so many epochs. */
  public Fidelity after(int count) {
    return new Fidelity(count, of, trainFraction);
  }

  /** Whether nothing is left of the training. */
  public boolean whole() {
    return epochs == of;
  }

  /** Whether it is the same training, gone on with beyond {@code other}. */
  public boolean goesBeyond(Fidelity other) {
    return of == other.of && trainFraction == other.trainFraction && epochs > other.epochs;
  }

  /** Passes over the whole training split that it is worth: comparable within a study. */
  public double passes() {
    return epochs * trainFraction;
  }

  /** Such as {@code epochs=3}, {@code epochs=3;of=27} or {@code epochs=3;trainFraction=0.5}. */
  @Override
  public String toString() {
    return "epochs=%s%s%s"
        .formatted(
            epochs,
            whole() ? "" : ";of=" + of,
            trainFraction == 1.0 ? "" : ";trainFraction=" + trainFraction);
  }
}
