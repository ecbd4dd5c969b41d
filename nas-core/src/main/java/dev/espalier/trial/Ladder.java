package dev.espalier.trial;

/**
 * The fidelities of a study: its whole training, and that training stopped earlier. All of them are
 * comparable, and a trial that was stopped on one rung can be gone on with to a higher one.
 *
 * @param top the whole training, which is what a trial gets unless a strategy decides otherwise
 */
public record Ladder(Fidelity top) {
  public Ladder {
    if (!top.whole()) {
      throw new IllegalArgumentException(
          "the top of a ladder (%s) must be a whole training".formatted(top));
    }
  }

  /** Of a whole training. */
  public static Ladder to(Fidelity top) {
    return new Ladder(top);
  }

  /**
   * The training stopped after so many epochs.
   *
   * @param epochs from 1 to those of the whole training
   */
  public Fidelity rung(int epochs) {
    return top.after(epochs);
  }
}
