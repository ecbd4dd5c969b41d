package dev.espalier.strategy;

import dev.espalier.trial.Trial;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Proposes and learns. Called by one thread. Its state comes only from asks and tells, so replaying
 * them restores it.
 */
public interface SearchStrategy {

  /**
   * Proposes what to try next.
   *
   * @param random source of all randomness of this ask; derived from the study's seed and the
   *     number of the ask
   * @return empty if it needs results first or, when no trial is open, if it has nothing left to
   *     try. An empty ask must leave the strategy as it was.
   */
  Optional<Proposal> ask(RandomGenerator random);

  /** Learns of a finished trial: completed, pruned, failed or duplicate. Told in trial order. */
  void tell(Trial finished);
}
