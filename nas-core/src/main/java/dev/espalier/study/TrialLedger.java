package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The books of a study: which trials were asked for, which have their outcome, which were told, and
 * what comes next. It has no threads, no clock and no files, and does what it does by the settings,
 * the proposals and the outcomes alone. Not thread-safe.
 *
 * <p>Whoever runs a study does, again and again, what {@link #next} says:
 *
 * <pre>{@code
 * TrialLedger ledger = TrialLedger.of(settings, space);
 * TrialLedger.Step step = ledger.next();
 * while (!(step instanceof TrialLedger.End)) {
 *   if (step instanceof TrialLedger.AskFor next) {
 *     ledger.answer(strategy.ask(next.turn()));
 *   } else if (step instanceof TrialLedger.Tell next) {
 *     Trial open = ledger.trial(next.number());
 *     if (open.isOpen()) {
 *       ledger.finish(next.number(), outcome); // of its evaluation
 *     }
 *     strategy.tell(ledger.tell());
 *   }
 *   step = ledger.next();
 * }
 * }</pre>
 */
public final class TrialLedger {
  /** Asks per trial of the budget, beyond which there is little but duplicates left. */
  private static final long ASKS_PER_TRIAL = 50;

  /** What is to be done next. */
  public sealed interface Step {}

  /**
   * Ask the strategy, and give what it says to {@link #answer}.
   *
   * @param turn what to ask it with
   */
  public record AskFor(Turn turn) implements Step {}

  /**
   * Wait until a trial has its outcome, and tell the strategy what {@link #tell} gives.
   *
   * @param number of the trial
   */
  public record Tell(long number) implements Step {}

  /**
   * Nothing: all is told.
   *
   * @param reason why nothing more is asked for
   */
  public record End(EndReason reason) implements Step {}

  /**
   * A trial as it was entered.
   *
   * @param trial with its outcome, if it is refused or shares that of a finished one
   * @param candidate what to evaluate; empty if there is nothing to evaluate
   */
  public record Entry(Trial trial, Optional<Candidate> candidate) {}

  private final StudySettings settings;
  private final Planner planner;
  private final boolean reuses;
  private final Averages averages = new Averages();

  private final List<Trial> trials = new ArrayList<>();
  private final Map<EvaluationKey, Long> originals = new HashMap<>();

  /** Duplicates that wait for the outcome of their original, which stands first. */
  private final Map<Long, List<Long>> waiting = new HashMap<>();

  private final Set<Long> duplicates = new HashSet<>();
  private final Set<Long> continued = new HashSet<>();
  private @Nullable EndReason ending;
  private boolean starved;
  private int told;
  private int evaluated;
  private int failed;
  private int stale;

  /** Passes over the training split that trials took, or may take as long as they are open. */
  private double passes;

  TrialLedger(StudySettings settings, Planner planner, boolean repeatable) {
    this.settings = settings;
    this.planner = planner;
    this.reuses = repeatable && settings.duplicates() == DuplicatePolicy.REUSE;
  }

  /** Of a study whose trials are all trained by the standard recipe. */
  public static TrialLedger of(StudySettings settings, SearchSpace space) {
    Recipe standard = Recipe.builder().build();
    return new TrialLedger(
        settings, new Planner(space, architecture -> standard, settings.constraints()), true);
  }

  static TrialLedger of(
      StudySettings settings,
      SearchSpace space,
      Function<Architecture, Recipe> recipes,
      Evaluator evaluator) {
    return new TrialLedger(
        settings, new Planner(space, recipes, settings.constraints()), evaluator.repeatable());
  }

  /** What is to be done next; the same until it is done. */
  public Step next() {
    long number = trials.size();
    if (ending == null && told > number - settings.lookAhead() && !(starved && told < number)) {
      ending = reasonToEnd();
      if (ending == null) {
        return new AskFor(new Turn(number, Seeds.generator(settings.seed(), "ask", number)));
      }
    }
    if (told < number) {
      return new Tell(told);
    }
    return new End(ending == null ? EndReason.EXHAUSTED : ending);
  }

  private @Nullable EndReason reasonToEnd() {
    if (failed > settings.maxFailedTrials()) {
      return EndReason.FAILURES;
    }
    Budget budget = settings.budget();
    if (evaluated >= budget.trials().orElse(Integer.MAX_VALUE)
        || passes >= budget.trainings().orElse(Double.POSITIVE_INFINITY) * whole().passes()) {
      return EndReason.BUDGET;
    }
    boolean asksOver =
        trials.size() >= ASKS_PER_TRIAL * (long) budget.trials().orElse(Integer.MAX_VALUE);
    return asksOver || stale >= EndReason.MOST_STALE || starved ? EndReason.EXHAUSTED : null;
  }

  /** Has nothing more asked for. */
  public void stop(EndReason reason) {
    if (ending == null) {
      ending = reason;
    }
  }

  /**
   * Enters what a strategy proposed. An empty answer has it told the next trial and asked again, or
   * ends the study if there is none.
   *
   * @throws IllegalProposalException if it goes on with a trial that is not paused
   */
  public Optional<Entry> answer(Optional<Proposal> proposal) {
    starved = proposal.isEmpty();
    return proposal.map(this::enter);
  }

  private Entry enter(Proposal proposal) {
    long number = trials.size();
    Architecture architecture;
    long seed;
    if (proposal instanceof Proposal.Continue on) {
      Trial paused = requireContinuable(on);
      architecture = paused.architecture();
      seed = paused.seed();
    } else {
      architecture = ((Proposal.Fresh) proposal).architecture();
      seed = Seeds.derive(settings.seed(), "trial", number);
    }
    Planner.Plan plan = planner.plan(architecture);
    Ask ask =
        new Ask(
            number,
            told,
            seed,
            proposal,
            architecture,
            plan.networkHash(),
            plan.recipe().hash(),
            plan.costs());
    Optional<Long> original = original(ask);
    Trial trial = Trial.open(ask);
    if (original.isPresent()) {
      stale++;
      duplicates.add(number);
      Trial first = trials.get(Math.toIntExact(original.get()));
      if (first.isOpen()) {
        waiting.computeIfAbsent(first.number(), open -> new ArrayList<>()).add(number);
      } else {
        trial = trial.with(new Outcome.Shared(first));
      }
    } else {
      stale = 0;
      evaluated++;
      if (plan.candidate().isEmpty()) {
        trial = trial.with(new Outcome.Refused(plan.refusal()));
      } else {
        passes += passes(ask, ask.fidelity(), trials);
      }
    }
    ask.continues().ifPresent(continued::add);
    trials.add(trial);
    return new Entry(trial, original.isPresent() ? Optional.empty() : plan.candidate());
  }

  /** The earlier trial that a fresh one repeats. */
  private Optional<Long> original(Ask ask) {
    if (!reuses || ask.networkHash().isEmpty() || ask.continues().isPresent()) {
      return Optional.empty();
    }
    return Optional.ofNullable(originals.putIfAbsent(EvaluationKey.of(ask), ask.number()));
  }

  private Trial requireContinuable(Proposal.Continue on) {
    String fault = null;
    if (on.trial() < 0 || on.trial() >= told) {
      fault = "it was not told yet";
    } else {
      Trial paused = trial(on.trial());
      if (paused.checkpoint().isEmpty()) {
        fault = "it is %s and has no checkpoint".formatted(paused.state().id());
      } else if (continued.contains(on.trial())) {
        fault = "another trial goes on from it; go on from that one";
      } else if (!paused.reached().map(on.fidelity()::goesBeyond).orElse(false)) {
        fault =
            "it reached %s, and %s does not go beyond that"
                .formatted(paused.reached().map(Fidelity::toString).orElse(""), on.fidelity());
      }
    }
    if (fault != null) {
      throw new IllegalProposalException(
          "the strategy goes on with trial %s, which cannot be: %s".formatted(on.trial(), fault));
    }
    return trial(on.trial());
  }

  private Fidelity whole() {
    return settings.ladder().top();
  }

  /** Passes from where a trial begins to a fidelity. */
  private static double passes(Ask ask, Fidelity to, List<Trial> trials) {
    double from =
        ask.continues().stream()
            .mapToObj(number -> trials.get(Math.toIntExact(number)))
            .flatMap(paused -> paused.reached().stream())
            .mapToDouble(Fidelity::passes)
            .sum();
    return Math.max(0.0, to.passes() - from);
  }

  /** Passes that a trial took; none if it has no score of its own. */
  private static double passes(Trial trial, List<Trial> trials) {
    return trial.reached().map(to -> passes(trial.ask(), to, trials)).orElse(0.0);
  }

  /** Whole trainings that trials took; those of open ones are not counted. */
  static double trainings(List<Trial> trials, Fidelity whole) {
    return trials.stream()
            .filter(trial -> trial.duplicateOf().isEmpty())
            .mapToDouble(trial -> passes(trial, trials))
            .sum()
        / whole.passes();
  }

  /**
   * Enters the outcome of an open trial.
   *
   * @return the trial with its outcome, and after it the duplicates that share it
   */
  public ImmutableList<Trial> finish(long number, Outcome outcome) {
    Trial open = trial(number);
    if (!open.isOpen()) {
      throw new IllegalStateException(
          "trial %s is %s already".formatted(number, open.state().id()));
    }
    Trial finished = open.with(outcome);
    trials.set(Math.toIntExact(number), finished);
    List<Long> sharing = waiting.remove(number);
    if (sharing == null) {
      return ImmutableList.of(finished);
    }
    ImmutableList.Builder<Trial> all = ImmutableList.<Trial>builder().add(finished);
    for (long duplicate : sharing) {
      Trial shared = trial(duplicate).with(new Outcome.Shared(finished));
      trials.set(Math.toIntExact(duplicate), shared);
      all.add(shared);
    }
    return all.build();
  }

  /** The next trial in order, which has its outcome, as the strategy is to hear of it. */
  public Trial tell() {
    Trial trial = trials.get(told);
    if (trial.isOpen()) {
      throw new IllegalStateException("trial %s has no outcome yet".formatted(told));
    }
    told++;
    starved = false;
    if (!duplicates.contains(trial.number())) {
      settle(trial);
    }
    return settings.duplicates() == DuplicatePolicy.AVERAGE ? averages.add(trial) : trial;
  }

  private void settle(Trial trial) {
    Outcome outcome = trial.outcome().orElseThrow();
    if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Refused) {
      failed++;
    }
    if (!(outcome instanceof Outcome.Refused)) {
      passes += passes(trial, trials) - passes(trial.ask(), trial.fidelity(), trials);
    }
  }

  /**
   * Checkpoints that no proposal can go on from any more, now that a trial was told: the one that
   * it went on from, and its own where nothing is left of the training.
   */
  ImmutableList<Checkpoint> freedBy(Trial trial) {
    ImmutableList.Builder<Checkpoint> freed = ImmutableList.builder();
    trial.continues().stream()
        .mapToObj(this::trial)
        .flatMap(paused -> paused.checkpoint().stream())
        .forEach(freed::add);
    if (trial.reached().map(Fidelity::whole).orElse(false)) {
      trial.checkpoint().ifPresent(freed::add);
    }
    return freed.build();
  }

  /** The oldest version of shared weights that an open trial, or one to come, reads. */
  long oldestVersion() {
    return told < trials.size() ? trials.get(told).ask().told() : told;
  }

  /** How many trials were asked for. */
  public int size() {
    return trials.size();
  }

  /** A trial by its number. */
  public Trial trial(long number) {
    return trials.get(Math.toIntExact(number));
  }

  /** All trials by number. */
  public ImmutableList<Trial> trials() {
    return ImmutableList.copyOf(trials);
  }
}
