package dev.espalier.strategies.evolution;

import io.jenetics.ExponentialRankSelector;
import io.jenetics.LinearRankSelector;
import io.jenetics.Selector;
import io.jenetics.StochasticUniversalSelector;
import io.jenetics.TournamentSelector;
import io.jenetics.TruncationSelector;
import java.util.Arrays;
import java.util.Locale;

/**
 * How parents are picked. All go by the rank of individuals, not by their scores, so that each is
 * good for any number of objectives and any scale.
 */
public enum ParentSelector {
  /** The best of a few drawn ones. */
  TOURNAMENT,
  /** With a probability that falls with the rank in proportion. */
  LINEAR_RANK,
  /** With a probability that falls with the rank exponentially. */
  EXPONENTIAL_RANK,
  /** As by linear rank, but evenly spread: nobody is picked far more often than he should be. */
  STOCHASTIC_UNIVERSAL,
  /** The best ones, each once before any is twice. */
  TRUNCATION;

  /** As files spell them, the default first. */
  static String[] ids() {
    return Arrays.stream(values())
        .map(selector -> selector.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  /** Of its id. */
  static ParentSelector of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }

  /** Of individuals whose fitness is their rank from below, the worst being 1. */
  Selector<ArchitectureGene, Integer> create(int tournamentSize) {
    return switch (this) {
      case TOURNAMENT -> new TournamentSelector<>(tournamentSize);
      case LINEAR_RANK -> new LinearRankSelector<>();
      case EXPONENTIAL_RANK -> new ExponentialRankSelector<>();
      case STOCHASTIC_UNIVERSAL -> new StochasticUniversalSelector<>();
      case TRUNCATION -> new TruncationSelector<>();
    };
  }
}
