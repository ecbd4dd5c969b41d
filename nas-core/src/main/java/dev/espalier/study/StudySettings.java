package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of a study.
 *
 * @param name short name for people
 * @param seed of all its randomness
 * @param lookAhead how many trials may be open at an ask, at least 1; decides which trials come
 *     about, so it belongs to the study and not to the machine
 * @param objectives what is optimised, the first the most important; at least one
 * @param constraints what architectures must keep to
 * @param duplicates what is done with a proposal that was tried before
 * @param ladder how far trials are trained
 * @param budget when nothing more is asked for; open trials are finished. Minutes count from the
 *     start of the run
 * @param workers how many trials are evaluated at a time, at least 1; more than {@code lookAhead}
 *     are never busy
 * @param retries how often an evaluation is repeated after a failure that does not lie in the
 *     candidate (memory, files, time); not negative
 * @param maxFailedTrials how many trials may fail; one more ends the study
 * @param trialTimeLimit wall-clock limit of one evaluation, above zero
 */
public record StudySettings(
    String name,
    long seed,
    int lookAhead,
    ImmutableList<Objective> objectives,
    ImmutableList<Constraint> constraints,
    DuplicatePolicy duplicates,
    Ladder ladder,
    Budget budget,
    int workers,
    int retries,
    int maxFailedTrials,
    Duration trialTimeLimit) {
  public StudySettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException("objectives must hold at least one");
    }
    requireAtLeast(1, "lookAhead", lookAhead);
    requireAtLeast(1, "workers", workers);
    requireAtLeast(0, "retries", retries);
    requireAtLeast(0, "maxFailedTrials", maxFailedTrials);
    requirePositive("trialTimeLimit", trialTimeLimit);
  }

  /** Ids of all metrics that objectives and constraints need, costs among them. */
  public ImmutableSet<String> metrics() {
    return Stream.concat(
            objectives.stream().map(Objective::metric),
            constraints.stream().map(Constraint::metric))
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Look-ahead 4, no constraints, duplicates reused, one epoch, 60 trials, one worker, no retries,
   * 10 failed trials, an hour a trial.
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s (%s) must be at least %s".formatted(name, value, least));
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("%s (%s) must be above zero".formatted(name, value));
    }
  }

  /** Sets one field at a time. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private long seed;
    private int lookAhead = 4;
    private ImmutableList<Objective> objectives = ImmutableList.of();
    private ImmutableList<Constraint> constraints = ImmutableList.of();
    private DuplicatePolicy duplicates = DuplicatePolicy.REUSE;
    private Ladder ladder = Ladder.to(Fidelity.epochs(1));
    private Budget budget = Budget.trials(60);
    private int workers = 1;
    private int retries;
    private int maxFailedTrials = 10;
    private Duration trialTimeLimit = Duration.ofHours(1);

    private Builder(String name) {
      this.name = name;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public Builder lookAhead(int lookAhead) {
      this.lookAhead = lookAhead;
      return this;
    }

    public Builder objectives(List<Objective> objectives) {
      this.objectives = ImmutableList.copyOf(objectives);
      return this;
    }

    public Builder constraints(List<Constraint> constraints) {
      this.constraints = ImmutableList.copyOf(constraints);
      return this;
    }

    public Builder duplicates(DuplicatePolicy duplicates) {
      this.duplicates = duplicates;
      return this;
    }

    /** Up to this whole training. */
    public Builder fidelity(Fidelity whole) {
      this.ladder = Ladder.to(whole);
      return this;
    }

    public Builder budget(Budget budget) {
      this.budget = budget;
      return this;
    }

    /** A budget of so many trials. */
    public Builder trials(int trials) {
      return budget(Budget.trials(trials));
    }

    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    public Builder retries(int retries) {
      this.retries = retries;
      return this;
    }

    public Builder maxFailedTrials(int maxFailedTrials) {
      this.maxFailedTrials = maxFailedTrials;
      return this;
    }

    public Builder trialTimeLimit(Duration trialTimeLimit) {
      this.trialTimeLimit = trialTimeLimit;
      return this;
    }

    /** Checks and makes the settings. */
    public StudySettings build() {
      return new StudySettings(
          name,
          seed,
          lookAhead,
          objectives,
          constraints,
          duplicates,
          ladder,
          budget,
          workers,
          retries,
          maxFailedTrials,
          trialTimeLimit);
    }
  }
}
