package dev.espalier.strategies.random;

import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategySetting;
import dev.espalier.trial.Trial;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws architectures, each open decision uniformly, without replacement as far as that is cheap:
 * an architecture that was proposed before is drawn again, up to {@value #MOST_DRAWS} draws an ask.
 * Exhausted once it has proposed the whole space. Never waits for results. Not thread-safe.
 */
public final class RandomSearch implements SearchStrategy {
  private static final int MOST_DRAWS = 1_000;

  private final StrategySetting setting;
  private final BigInteger size;
  private final Set<Architecture> proposed = new HashSet<>();

  public RandomSearch(StrategySetting setting) {
    this.setting = setting;
    this.size = setting.space().size();
  }

  @Override
  public Optional<Proposal> ask(RandomGenerator random) {
    if (BigInteger.valueOf(proposed.size()).compareTo(size) >= 0) {
      return Optional.empty();
    }
    Architecture drawn = draw(random);
    proposed.add(drawn);
    return Optional.of(Proposal.of(drawn, setting.fidelity()));
  }

  private Architecture draw(RandomGenerator random) {
    SearchSpace space = setting.space();
    Architecture drawn = space.sample(random);
    for (int draws = 1; draws < MOST_DRAWS && proposed.contains(drawn); draws++) {
      drawn = space.sample(random);
    }
    return drawn;
  }

  /** Learns nothing. */
  @Override
  public void tell(Trial finished) {}
}
