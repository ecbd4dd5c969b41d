package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.Architecture;
import java.util.OptionalLong;

/**
 * What to try next.
 *
 * @param architecture what
 * @param fidelity how far to train it
 * @param continues the paused trial to go on from
 * @param parents trials it descends from
 */
public record Proposal(
    Architecture architecture,
    Fidelity fidelity,
    OptionalLong continues,
    ImmutableList<Long> parents) {

  /** A fresh trial with the given parents. */
  public static Proposal of(Architecture architecture, Fidelity fidelity, Long... parents) {
    return new Proposal(
        architecture, fidelity, OptionalLong.empty(), ImmutableList.copyOf(parents));
  }
}
