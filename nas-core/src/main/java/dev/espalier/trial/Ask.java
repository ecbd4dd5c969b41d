package dev.espalier.trial;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Architecture;
import java.util.OptionalLong;

/**
 * What was asked for, and all that is known of it without evaluating it. Fixed once it is stored.
 *
 * @param number position in the study, from 0
 * @param told how many trials the strategy had been told when it was asked: the version of shared
 *     weights that the evaluation reads
 * @param seed of all randomness of its evaluation; of a continued trial, that of its first ancestor
 * @param proposal what the strategy proposed
 * @param architecture what is tried
 * @param networkHash canonical hash of its network; of an architecture in a space without networks,
 *     a hash of its own; empty if the network could not be built
 * @param recipe hash of the training recipe
 * @param costs of the network by metric id ({@code macs}, ...); empty if there is none
 */
public record Ask(
    long number,
    long told,
    long seed,
    Proposal proposal,
    Architecture architecture,
    String networkHash,
    String recipe,
    ImmutableMap<String, Double> costs) {

  /** How far to train. */
  public Fidelity fidelity() {
    return proposal.fidelity();
  }

  /** The paused trial that is gone on with. */
  public OptionalLong continues() {
    return proposal instanceof Proposal.Continue on
        ? OptionalLong.of(on.trial())
        : OptionalLong.empty();
  }

  /** Trials it descends from; none of its own for one that is continued. */
  public ImmutableList<Long> parents() {
    return proposal instanceof Proposal.Fresh fresh ? fresh.parents() : ImmutableList.of();
  }
}
