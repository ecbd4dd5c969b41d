package dev.espalier.store;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.Outcome;
import java.util.Collection;
import java.util.Optional;

/**
 * Who evaluates which trial, where several processes work on one study. The process that runs the
 * study offers trials; it and the others claim them. A claim is a lease: a process that does not
 * renew its claims, because it died, loses them to others. These are the claims of one process.
 * Thread-safe; failures to read or write throw {@link java.io.UncheckedIOException}.
 */
public interface TrialClaims {

  /** Lets trials be claimed that were asked for; one that is offered already stays as it is. */
  void offer(long trial);

  /** Claims a trial that is offered and that no other process holds. */
  boolean claim(long trial);

  /** Claims the first of the trials that {@link #claim} could be had of. */
  Optional<Ask> claimNext();

  /** Which of some trials are offered and held by nobody. */
  ImmutableSet<Long> free(Collection<Long> trials);

  /** Stores intermediate metrics of a trial; not if the claim was lost. */
  void reported(long trial, int step, ImmutableMap<String, Double> metrics);

  /**
   * Stores an outcome, which ends the offer.
   *
   * @return false if the claim was lost, and the outcome is dropped: another process evaluates the
   *     trial, or has done so
   */
  boolean finished(long trial, Outcome outcome, Optional<Checkpoint> delta);

  /** The outcomes of those of some trials that have one. */
  ImmutableMap<Long, Outcome> outcomes(Collection<Long> trials);

  /** Keeps what this process holds for another lease. */
  void renew();

  /** Gives back what this process holds. */
  void release();
}
