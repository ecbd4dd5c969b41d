package dev.espalier.trial;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;

/** What a strategy wants to be tried next. */
public sealed interface Proposal {

  /** How far to train. */
  Fidelity fidelity();

  /**
   * Something new, trained from scratch.
   *
   * @param architecture what
   * @param fidelity how far to train it
   * @param parents trials it descends from
   */
  record Fresh(Architecture architecture, Fidelity fidelity, ImmutableList<Long> parents)
      implements Proposal {

    /** The same, trained another way. */
    public Fresh with(Fidelity other) {
      return new Fresh(architecture, other, parents);
    }
  }

  /**
   * A paused trial gone on with: architecture, recipe and seed are that trial's. Legal once for
   * each trial, if it was told, has a checkpoint, and the fidelity goes beyond what it reached.
   *
   * @param trial number of the paused trial
   * @param fidelity the total to train to, not what is added
   */
  record Continue(long trial, Fidelity fidelity) implements Proposal {}

  /** Something new with the given parents. */
  static Fresh of(Architecture architecture, Fidelity fidelity, Long... parents) {
    return new Fresh(architecture, fidelity, ImmutableList.copyOf(parents));
  }
}
