package dev.espalier.search.examples;

import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategySetting;
import dev.espalier.trial.Trial;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Changes one decision of the best architecture so far. */
public final class HillClimb implements SearchStrategy {
  private final StrategySetting setting;
  private Optional<Trial> best = Optional.empty();

  public HillClimb(StrategySetting setting) {
    this.setting = setting;
  }

  @Override
  public Optional<Proposal> ask(RandomGenerator random) {
    SearchSpace space = setting.space();
    return Optional.of(
        best.map(t -> Proposal.of(space.mutate(t.architecture(), random), t.fidelity(), t.number()))
            .orElseGet(() -> Proposal.of(space.sample(random), setting.fidelity())));
  }

  @Override
  public void tell(Trial trial) {
    if (trial.scored() && best.filter(b -> score(b) >= score(trial)).isEmpty()) {
      best = Optional.of(trial);
    }
  }

  private double score(Trial trial) {
    return setting.objectives().get(0).score(trial);
  }
}
