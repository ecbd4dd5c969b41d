package dev.espalier.trial;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Architecture;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One ask and what became of it. Immutable.
 *
 * @param ask what was asked for
 * @param outcome what became of it; empty as long as it is open
 */
public record Trial(Ask ask, Optional<Outcome> outcome) {

  /** A trial that was asked for. */
  public static Trial open(Ask ask) {
    return new Trial(ask, Optional.empty());
  }

  /**
   * A trial with its outcome, to tell a strategy of that is asked and told by hand. Inside a study
   * {@code TrialLedger} makes trials, and finds duplicates.
   *
   * @param number as in the turn that the strategy was asked with
   * @param metrics measured values and costs by id; those of the objectives must be there
   */
  public static Trial scored(long number, Proposal.Fresh proposal, Map<String, Double> metrics) {
    return byHand(number, proposal)
        .with(
            new Outcome.Scored(
                ImmutableMap.copyOf(metrics), proposal.fidelity(), 0.0, Optional.empty()));
  }

  /** The same for one that failed by its own fault, for a reason in one line. */
  public static Trial failed(long number, Proposal.Fresh proposal, String reason) {
    return byHand(number, proposal).with(new Outcome.Failed(FailureCause.CANDIDATE, reason));
  }

  private static Trial byHand(long number, Proposal.Fresh proposal) {
    Architecture architecture = proposal.architecture();
    return open(
        new Ask(
            number,
            number,
            number,
            proposal,
            architecture,
            architecture.encoding(),
            "",
            ImmutableMap.of()));
  }

  /** This trial with an outcome. */
  public Trial with(Outcome result) {
    return new Trial(ask, Optional.of(result));
  }

  /** Position in the study, from 0. */
  public long number() {
    return ask.number();
  }

  /** What was tried. */
  public Architecture architecture() {
    return ask.architecture();
  }

  /** Seed of all randomness of its evaluation. */
  public long seed() {
    return ask.seed();
  }

  /** Canonical hash of its network; see {@link Ask#networkHash}. */
  public String canonicalHash() {
    return ask.networkHash();
  }

  /** Hash of the training recipe. */
  public String recipe() {
    return ask.recipe();
  }

  /** How far it was to be trained. */
  public Fidelity fidelity() {
    return ask.fidelity();
  }

  /** The paused trial that it went on from. */
  public OptionalLong continues() {
    return ask.continues();
  }

  /** Trials it descends from. */
  public ImmutableList<Long> parents() {
    return ask.parents();
  }

  /** How it is shown: running as long as there is no outcome. */
  public TrialState state() {
    return outcome.map(Outcome::state).orElse(TrialState.RUNNING);
  }

  /** Whether it has no outcome yet. */
  public boolean isOpen() {
    return outcome.isEmpty();
  }

  /** Whether it counts for the budget: it has an outcome, and one of its own. */
  public boolean isEvaluated() {
    return !isOpen() && duplicateOf().isEmpty();
  }

  /** Whether the trial has scores: its own, or those of the trial it duplicates. */
  public boolean scored() {
    return settled() instanceof Outcome.Scored;
  }

  /** How far it was trained; empty if it has no scores of its own or of its original. */
  public Optional<Fidelity> reached() {
    if (settled() instanceof Outcome.Scored scored) {
      return Optional.of(scored.reached());
    }
    return settled() instanceof Outcome.Pruned pruned
        ? Optional.of(pruned.reached())
        : Optional.empty();
  }

  /** What it can be gone on with from. */
  public Optional<Checkpoint> checkpoint() {
    return outcome.orElse(null) instanceof Outcome.Scored scored
        ? scored.checkpoint()
        : Optional.empty();
  }

  /** The earlier trial whose outcome it shares. */
  public OptionalLong duplicateOf() {
    return outcome.orElse(null) instanceof Outcome.Shared shared
        ? OptionalLong.of(shared.original().number())
        : OptionalLong.empty();
  }

  /** Why there is no score, in one line; empty if there is one, or the trial is open. */
  public String reason() {
    return outcome.map(Outcome::reason).orElse("");
  }

  /** Wall-clock seconds spent training. */
  public double trainSeconds() {
    return outcome.map(Outcome::seconds).orElse(0.0);
  }

  /**
   * Costs and measured values by metric id; costs are there as soon as the network is known. Where
   * both have an id, the measured value counts.
   */
  public ImmutableMap<String, Double> metrics() {
    return ImmutableMap.<String, Double>builder()
        .putAll(ask.costs())
        .putAll(outcome.map(Outcome::metrics).orElse(ImmutableMap.of()))
        .buildKeepingLast();
  }

  /**
   * Value of a metric.
   *
   * @throws IllegalArgumentException if the trial has no such metric
   */
  public double metric(String id) {
    Double value = outcome.map(Outcome::metrics).orElse(ImmutableMap.of()).get(id);
    if (value == null) {
      value = ask.costs().get(id);
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "trial %s (%s) has no metric '%s'; it has %s"
              .formatted(number(), state().id(), id, metrics().keySet()));
    }
    return value;
  }

  /** Its own outcome, or that of its original. */
  private @Nullable Outcome settled() {
    Outcome own = outcome.orElse(null);
    return own instanceof Outcome.Shared shared ? shared.original().outcome().orElse(null) : own;
  }
}
