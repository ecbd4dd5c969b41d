package dev.espalier.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * Keeps one study: what was asked, what came out, what the strategy was told, in order. Every call
 * that writes returns only when the event is durable. Thread-safe; failures to read or write throw
 * {@link java.io.UncheckedIOException}, events out of order {@link IllegalStateException}.
 */
public interface StudyStore extends AutoCloseable {

  /**
   * Starts the study; once.
   *
   * @throws IllegalStateException if there is one already
   */
  void create(StudyRecord study);

  /** The study, if it was started. */
  Optional<StudyRecord> study();

  /**
   * Gives the study another budget. One that ended stays so until more is asked for.
   *
   * @param experiment the resolved experiment that states it
   */
  void budgeted(Budget budget, String experiment);

  /**
   * Journals an ask. A study that had ended is open again.
   *
   * @param ask numbered one past the last
   */
  void asked(Ask ask);

  /**
   * Stores an outcome.
   *
   * @param trial number of one that was asked for and has no outcome yet
   * @param delta where that is kept which the trial adds to shared weights
   */
  void finished(long trial, Outcome outcome, Optional<Checkpoint> delta);

  /**
   * Stores intermediate metrics of a trial that has no outcome; a step that is there is replaced.
   */
  void reported(long trial, int step, ImmutableMap<String, Double> metrics);

  /**
   * Journals that the strategy learned of a trial.
   *
   * @param trial one past the last that was told; it has an outcome
   */
  void told(long trial);

  /** How many trials the strategy was told of: those numbered 0 to one below this. */
  long toldCount();

  /** All trials by number. */
  ImmutableList<Trial> trials();

  /** What each trial adds to shared weights, by number; those that add nothing are left out. */
  ImmutableMap<Long, Checkpoint> deltas();

  /**
   * Notes where shared weights of a version are kept. Only the last two are remembered.
   *
   * @param version how many trials had been told; below 0 for what was kept before the first trial,
   *     the latest having the highest number
   */
  void snapshot(long version, Checkpoint weights);

  /** Where shared weights are kept, by version; at most two. */
  ImmutableSortedMap<Long, Checkpoint> snapshots();

  /** Intermediate metrics of a trial by step. */
  ImmutableSortedMap<Integer, ImmutableMap<String, Double>> reports(long trial);

  /**
   * Notes something that happened to the study beside its trials, such as on what machine it was
   * worked on; once it was started.
   *
   * @param kind what sort of thing
   */
  void noted(String kind, String text);

  /** All notes of a kind, in the order in which they were made. */
  ImmutableList<String> notes(String kind);

  /** Marks the study as finished: it ended by itself, with nothing left to do. */
  void complete(EndReason why);

  @Override
  void close();
}
