package dev.espalier.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * Keeps one study: what was asked, what came out, what the strategy was told, in order. Every call
 * that writes returns only when the event is durable. Thread-safe; failures to read or write throw
 * {@link java.io.UncheckedIOException}.
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

  /** Journals an ask: the trial in its first state, numbered one past the last. */
  void asked(Trial trial);

  /** Stores an outcome, of a trial that was asked for. */
  void finished(Trial trial);

  /** Stores intermediate metrics of a running trial. */
  void reported(long trial, int step, ImmutableMap<String, Double> metrics);

  /** Journals that the strategy learned of a finished trial. */
  void told(long trial);

  /** All trials by number, each in its latest state. */
  ImmutableList<Trial> trials();

  /** Marks the study as finished: it ended by itself, with nothing left to do. */
  void complete();

  @Override
  void close();
}
