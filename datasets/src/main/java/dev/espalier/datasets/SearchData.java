package dev.espalier.datasets;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Fingerprint;
import dev.espalier.datasets.split.Share;

/**
 * All that a search may see of a dataset: prepared training and validation examples. There is no
 * way from here to the test split. Immutable and safe for use by many threads.
 *
 * @param train to fit weights on
 * @param validation to compare candidates by
 */
public record SearchData(Examples train, Examples validation) {

  /** Shape of one example's features. */
  public FeatureShape shape() {
    return train.shape();
  }

  /** Numbers that a network must put out: one per class, or one per value. */
  public int outputs() {
    return train.outputs();
  }

  /**
   * The same with a share of the training examples.
   *
   * @param fraction in (0, 1]; of each class, if there are classes, but at least one example of
   *     each; of windows of a text the first ones
   * @param seed equal seeds give equal shares, and a smaller share lies within a larger one
   */
  public SearchData share(double fraction, long seed) {
    int[] rows = Share.of(train.targets(), fraction, seed);
    return fraction == 1.0 ? this : new SearchData(train.subset(rows), validation);
  }

  /**
   * SHA-256 of everything here: it changes with the data, the split and the preprocessing, so equal
   * fingerprints mean that scores can be compared. Reads all examples each time.
   */
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    train.addTo(fingerprint);
    validation.addTo(fingerprint);
    return fingerprint.finish();
  }
}
