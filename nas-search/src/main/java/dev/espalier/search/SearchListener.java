package dev.espalier.search;

import dev.espalier.datasets.DatasetInfo;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.study.StudyListener;

/** Watches a search: its trials, then the final trainings. Called by one thread at a time. */
public interface SearchListener extends StudyListener {
  /** Watches nothing. */
  SearchListener NONE = new SearchListener() {};

  /**
   * The study is begun, or gone on with.
   *
   * @param experiment with all that its data decide filled in
   * @param data what its data are and how they were understood
   */
  default void begun(Experiment experiment, DatasetInfo data) {}

  /**
   * Another process runs the study; this one evaluates trials for it.
   *
   * @param holder the other process, in words
   */
  default void joined(String holder) {}

  /** A finished search was found in the folder; its result is read, not computed. */
  default void found() {}

  /** One of the final trainings is under way. */
  default void training(String network, int epoch, int epochs) {}

  /** One of the final trainings is done. */
  default void trained(String network, int done, int all) {}
}
