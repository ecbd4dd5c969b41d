package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import dev.espalier.trial.Trial;

/**
 * Watches a study, for progress bars and logs. Called by the thread that runs the study, one call
 * at a time; an exception thrown here ends the study.
 */
public interface StudyListener {
  /** Watches nothing. */
  StudyListener NONE = new StudyListener() {};

  /** Something is set in a way that helps nobody. */
  default void warned(String message) {}

  /**
   * What all evaluations share is being prepared.
   *
   * @param done steps that are behind it, from 0
   * @param all steps of the whole
   * @param loss of late, of what is trained
   */
  default void preparing(long done, long all, double loss) {}

  /**
   * What all evaluations share is ready.
   *
   * @param summary a line for users
   */
  default void prepared(String summary) {}

  /** A trial that the store held already took its place again, with the outcome it had. */
  default void replayed(Trial trial) {}

  /** A trial was asked for and stored, or is evaluated again after it was interrupted. */
  default void asked(Trial trial) {}

  /** An evaluation is under way. */
  default void reported(long trial, int step, ImmutableMap<String, Double> metrics) {}

  /** A trial has its outcome, which is stored. */
  default void finished(Trial trial) {}

  /** The strategy was told, with the scores that it learned. */
  default void told(Trial trial) {}

  /** The study is over. */
  default void ended(StudyResult result) {}
}
