package dev.espalier.store;

import com.google.common.io.ByteSource;
import dev.espalier.trial.Checkpoint;

/**
 * Keeps what is too large for a row of a {@link StudyStore}: the state of paused trials, and what
 * trials add to shared weights. A call that writes returns only when the content is durable.
 * Thread-safe; failures to read or write throw {@link java.io.UncheckedIOException}.
 */
public interface CheckpointStore {

  /**
   * Keeps a content, in place of an earlier one of the same name.
   *
   * @param name letters, digits and dashes
   */
  Checkpoint write(String name, ByteSource content);

  /**
   * The content of a checkpoint.
   *
   * @throws IllegalStateException if it is gone, or not what was written
   */
  ByteSource read(Checkpoint checkpoint);

  /** Forgets a content; one that is not there stays forgotten. */
  void free(String name);
}
