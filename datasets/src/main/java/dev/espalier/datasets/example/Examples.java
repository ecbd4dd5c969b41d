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
   * @throws IllegalArgumentException if they differ in the number of rows
   */
  public Examples(Features features, Targets targets) {
    if (features.size() != targets.size()) {
      throw new IllegalArgumentException(
          "%d rows of features, %d of targets".formatted(features.size(), targets.size()));
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

  /** Classification where there are class labels, regression where there are values. */
  public LearningTask task() {
    return targets instanceof Targets.Labels
        ? LearningTask.CLASSIFICATION
        : LearningTask.REGRESSION;
  }

  /**
   * The class labels.
   *
   * @throws IllegalStateException if these are examples for regression
   */
  public Targets.Labels labels() {
    if (targets instanceof Targets.Labels labels) {
      return labels;
    }
    throw new IllegalStateException("regression examples have values, not labels");
  }

  /**
   * The real values.
   *
   * @throws IllegalStateException if these are examples for classification
   */
  public Targets.Values values() {
    if (targets instanceof Targets.Values values) {
      return values;
    }
    throw new IllegalStateException("classification examples have labels, not values");
  }

  /** Copies the features of one row; see {@link Features#copyRow}. */
  public void copyFeatures(int row, float[] destination, int offset) {
    features.copyRow(row, destination, offset);
  }

  /** The chosen rows, in the given order. */
  public Examples subset(int[] rows) {
    return new Examples(features.subset(rows), targets.subset(rows));
  }

  /** Adds shape, features, names and targets to a fingerprint. */
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(shape().toString()).add(size());
    float[] row = new float[shape().size()];
    for (int i = 0; i < size(); i++) {
      copyFeatures(i, row, 0);
      fingerprint.add(row);
    }
    if (targets instanceof Targets.Labels labels) {
      fingerprint.add(labels.classNames());
      for (int i = 0; i < size(); i++) {
        fingerprint.add(labels.label(i));
      }
    } else {
      Targets.Values values = values();
      fingerprint.add(values.names());
      float[] target = new float[values.outputs()];
      for (int i = 0; i < size(); i++) {
        values.copyRow(i, target, 0);
        fingerprint.add(target);
      }
    }
  }
}
