package dev.espalier.datasets.example;

/**
 * Features with their targets, row by row. Immutable and safe for use by many threads; a subset
 * shares its numbers with the whole.
 */
public final class Examples {
  private final Features features;
  private final Targets targets;

  /**
   * Pairs features with targets.
   *
   * @throws IllegalArgumentException if they differ in the number of rows, or a row with a target
   *     at each step in its steps
   */
  public Examples(Features features, Targets targets) {
    if (features.size() != targets.size()) {
      throw new IllegalArgumentException(
          "%s rows of features, %s of targets".formatted(features.size(), targets.size()));
    }
    if (targets instanceof StepLabels labels) {
      for (int row = 0; row < features.size(); row++) {
        if (features.length(row) != labels.length(row)) {
          throw new IllegalArgumentException(
              "row %s has %s steps of features, %s of targets"
                  .formatted(row, features.length(row), labels.length(row)));
        }
      }
    }
    this.features = features;
    this.targets = targets;
  }

  /** The features alone. */
  public Features features() {
    return features;
  }

  /** The targets alone. */
  public Targets targets() {
    return targets;
  }

  /** Shape of one example's features. */
  public FeatureShape shape() {
    return features.shape();
  }

  /** Number of examples. */
  public int size() {
    return features.size();
  }

  /** Numbers that a network must put out: one per class, or one per value. */
  public int outputs() {
    return targets.outputs();
  }

  /** What the targets are. */
  public LearningTask task() {
    return targets.task();
  }

  /**
   * The class labels.
   *
   * @throws IllegalStateException if these are no examples for classification
   */
  public Targets.Labels labels() {
    return require(Targets.Labels.class, "labels");
  }

  /**
   * The real values.
   *
   * @throws IllegalStateException if these are no examples for regression
   */
  public Targets.Values values() {
    return require(Targets.Values.class, "values");
  }

  /**
   * The classes of each step.
   *
   * @throws IllegalStateException if these are no examples for language models
   */
  public StepLabels stepLabels() {
    return require(StepLabels.class, "a label for each step");
  }

  private <T extends Targets> T require(Class<T> kind, String what) {
    if (kind.isInstance(targets)) {
      return kind.cast(targets);
    }
    throw new IllegalStateException("examples for %s do not have %s".formatted(task().id(), what));
  }

  /** Copies the features of one row; see {@link Features#copyRow}. */
  public void copyFeatures(int row, float[] destination, int offset) {
    features.copyRow(row, destination, offset);
  }

  /** The chosen rows, in the given order. */
  public Examples subset(int[] rows) {
    return new Examples(features.subset(rows), targets.subset(rows));
  }

  /** Adds shape, features, lengths of sequences, names and targets to a fingerprint. */
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(shape().toString()).add(size());
    float[] row = new float[shape().size()];
    for (int i = 0; i < size(); i++) {
      copyFeatures(i, row, 0);
      fingerprint.add(row);
      if (shape().steps() > 1) {
        fingerprint.add(features.length(i));
      }
    }
    targets.addTo(fingerprint);
  }
}
