package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.Preprocessing;

/** A dataset, read, divided and prepared. Immutable but for the count of test openings. */
public final class Dataset {
  private final DatasetInfo info;
  private final Preprocessing preprocessing;
  private final Examples development;
  private final SearchData searchData;
  private final HeldOut test;

  Dataset(
      DatasetInfo info,
      Preprocessing preprocessing,
      Examples development,
      SearchData searchData,
      Examples test) {
    this.info = info;
    this.preprocessing = preprocessing;
    this.development = development;
    this.searchData = searchData;
    this.test = new HeldOut(test);
  }

  /** Name of the dataset, or of the file of one's own data. */
  public String name() {
    return info.provenance().name();
  }

  /** Source, licence, counts, missing values. */
  public DatasetInfo info() {
    return info;
  }

  /** What is to be predicted. */
  public LearningTask task() {
    return info.task();
  }

  /** Shape of one example's features. */
  public FeatureShape shape() {
    return info.shape();
  }

  /** Names of the classes, by label; empty for regression. */
  public ImmutableList<String> classNames() {
    return ImmutableList.copyOf(preprocessing.targets().labels());
  }

  /**
   * SHA-256 of the data as read, in order: examples, targets and names. It does not depend on how
   * files are packed, nor on the split into train and validation.
   */
  public String fingerprint() {
    return info.fingerprint();
  }

  /** What turned raw inputs into features; for predictions on new data. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Training and validation examples: all that a search may see. */
  public SearchData searchData() {
    return searchData;
  }

  /** Training and validation examples together, in the order of the source: for retraining. */
  public Examples trainAndValidation() {
    return development;
  }

  /** The test split, closed. */
  public HeldOut test() {
    return test;
  }
}
