package dev.espalier.strategy;

import dev.espalier.trial.Trial;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The contract holds for the simplest strategy there is, and for one that waits for results. */
class SamplingStrategyTest extends SearchStrategyContract {

  @Override
  protected SearchStrategy create(StrategySetting setting) {
    return new InPairs(setting);
  }

  /** Samples pairs: proposes the second of a pair only after the first was told. */
  private static final class InPairs implements SearchStrategy {
    private final StrategySetting setting;
    private int asked;
    private int told;

    InPairs(StrategySetting setting) {
      this.setting = setting;
    }

    @Override
    public Optional<Proposal> ask(RandomGenerator random) {
      if (asked % 2 == 1 && told < asked) {
        return Optional.empty();
      }
      asked++;
      return Optional.of(Proposal.of(setting.space().sample(random), setting.fidelity()));
    }

    @Override
    public void tell(Trial finished) {
      told++;
    }
  }
}
