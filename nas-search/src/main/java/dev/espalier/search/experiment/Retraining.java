package dev.espalier.search.experiment;

import static dev.espalier.search.experiment.Checks.atLeast;

/**
 * What happens to the winner after the search.
 *
 * @param topK candidates trained at length on the training split before one is chosen by its mean
 *     validation score; with 1 the search's own winner stands
 * @param seeds trainings on train plus validation, each scored once on the test split, at least 1
 * @param epochs passes over the data, at least 1
 */
public record Retraining(int topK, int seeds, int epochs) {
  public Retraining {
    atLeast("topK", topK, 1);
    atLeast("seeds", seeds, 1);
    atLeast("epochs", epochs, 1);
  }

  /** The winner alone, 3 seeds, 20 epochs. */
  public static Retraining standard() {
    return new Retraining(1, 3, 20);
  }
}
