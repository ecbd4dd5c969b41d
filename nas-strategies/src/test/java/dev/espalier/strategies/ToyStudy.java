package dev.espalier.strategies;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A study without training: asks ahead, tells in order, and takes scores from a function. */
public final class ToyStudy {
  private final SearchStrategy strategy;
  private final long seed;
  private final int lookAhead;
  private final Function<Architecture, Map<String, Double>> score;
  private final List<Trial> trials = new ArrayList<>();
  private int told;

  /**
   * A study about to start.
   *
   * @param lookAhead trials open at a time, at most
   * @param score metrics of an architecture; no metrics fail the trial
   */
  public ToyStudy(
      SearchStrategy strategy,
      long seed,
      int lookAhead,
      Function<Architecture, Map<String, Double>> score) {
    this.strategy = strategy;
    this.seed = seed;
    this.lookAhead = lookAhead;
    this.score = score;
  }

  /** Asks for trials up to that many in all, or until the strategy is exhausted; tells them all. */
  public ImmutableList<Trial> run(int upTo) {
    while (trials.size() < upTo) {
      while (told <= trials.size() - lookAhead) {
        tellNext();
      }
      Optional<Proposal> proposal = ask();
      while (proposal.isEmpty() && told < trials.size()) {
        tellNext();
        proposal = ask();
      }
      if (proposal.isEmpty()) {
        break;
      }
      trials.add(trial(trials.size(), proposal.get(), score.apply(proposal.get().architecture())));
    }
    while (told < trials.size()) {
      tellNext();
    }
    return ImmutableList.copyOf(trials);
  }

  private Optional<Proposal> ask() {
    RandomGenerator random = Seeds.generator(seed, "ask", trials.size());
    return strategy.ask(random);
  }

  private void tellNext() {
    strategy.tell(trials.get(told));
    told++;
  }

  /** A finished trial of a proposal; failed if there are no metrics. */
  public static Trial trial(long number, Proposal proposal, Map<String, Double> metrics) {
    boolean failed = metrics.isEmpty();
    return new Trial(
        number,
        failed ? TrialState.FAILED : TrialState.COMPLETED,
        number,
        proposal.architecture(),
        proposal.architecture().encoding(),
        "recipe",
        proposal.fidelity(),
        proposal.continues(),
        proposal.parents(),
        ImmutableMap.copyOf(metrics),
        0.0,
        OptionalLong.empty(),
        failed ? "loss is NaN at step 1" : "");
  }
}
