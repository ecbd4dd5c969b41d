package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.InMemoryCheckpoints;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Trial;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks, evaluates, stores and tells, by the rules that the package describes. Runs once; on a store
 * that already holds trials it issues them again, checks that they come out as stored, takes their
 * outcomes from the store and goes on.
 */
public final class Study {
  private final Builder parts;
  private final TrialExecutor executor;
  private final Evaluations evaluations;
  private final AtomicBoolean started = new AtomicBoolean();
  private StudyLoop.@Nullable Limit limit;

  private Study(Builder parts) {
    this.parts = parts;
    this.executor = parts.executor.orElseGet(() -> new ThreadExecutor(parts.settings.workers()));
    this.evaluations =
        new Evaluations(executor, parts.settings.trialTimeLimit(), parts.pruner, parts.claims);
  }

  /**
   * What every study needs.
   *
   * @param strategy a fresh one: it has been asked and told nothing
   * @param space one with networks, or one without, whose architectures the evaluator scores by
   *     themselves
   */
  public static Builder builder(
      StudySettings settings, SearchSpace space, SearchStrategy strategy, Evaluator evaluator) {
    return new Builder(settings, space, strategy, evaluator);
  }

  /**
   * Runs to the end. If the thread is interrupted, or {@link #stop} is called, open trials are cut
   * off and stored as interrupted; the interrupt flag is set again.
   *
   * @throws IllegalStateException if it ran before
   * @throws IllegalArgumentException if the store holds another study
   * @throws ReplayException if the stored trials do not come out again
   * @throws java.io.UncheckedIOException if the store fails; nothing is lost that was stored
   */
  public StudyResult run() {
    begin();
    try {
      StudyLoop.Limit limit = opened();
      warnOfIdleWorkers();
      try (EvaluationSession session = parts.evaluator.open(problem())) {
        return new StudyLoop(
                parts.settings,
                parts.strategy,
                session,
                TrialLedger.of(parts.settings, parts.space, parts.recipes, parts.evaluator),
                evaluations,
                new History(parts.pruner, parts.store),
                parts.store,
                parts.checkpoints,
                parts.claims,
                parts.listener,
                parts.clock)
            .run(limit);
      }
    } finally {
      end();
    }
  }

  /**
   * Evaluates trials that another process offers, which runs this study; ends what it has begun
   * when it is over. In place of {@link #run}.
   *
   * @param over asked four times a second whether no more trials are to be claimed
   * @throws IllegalStateException if it ran before, or has no {@link Builder#claims}
   * @throws InterruptedException if it was stopped; what it had claimed is given back
   */
  public void help(BooleanSupplier over) throws InterruptedException {
    begin();
    TrialClaims claims =
        parts.claims.orElseThrow(
            () -> new IllegalStateException("to help, a study must be given claims"));
    try (EvaluationSession session = parts.evaluator.open(problem())) {
      new Helper(
              executor.workers(),
              new Planner(parts.space, parts.recipes, parts.settings.constraints()),
              session,
              evaluations,
              new History(parts.pruner, parts.store),
              parts.store,
              parts.checkpoints,
              claims,
              new Results(parts.settings, parts.checkpoints),
              parts.listener)
          .run(over);
    } finally {
      end();
    }
  }

  private void begin() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "study '%s' ran already; build another".formatted(parts.settings.name()));
    }
  }

  private void end() {
    if (parts.executor.isEmpty()) {
      executor.close();
    }
  }

  private EvaluationProblem problem() {
    return new EvaluationProblem(
        candidates(), parts.settings.objectives(), parts.settings.ladder(), parts.settings.seed());
  }

  /** Where candidates come from: of networks, those that keep to the constraints on costs. */
  private SearchSpace candidates() {
    return parts.space instanceof NetworkSpace networks
        ? ConstrainedSpace.of(networks, parts.settings.constraints())
        : parts.space;
  }

  /** Has {@link #run} end soon, by any thread. Returns at once. */
  public void stop() {
    evaluations.stop();
  }

  /**
   * Starts the study in its store, or finds it there; {@link #run} does so too. What ended is not
   * run again, but for a larger budget.
   *
   * @throws IllegalArgumentException if the store holds another study, or this one with more trials
   *     than its budget now allows
   */
  public void open() {
    opened();
  }

  /** How long it may run, which follows from how it stood before it was given its budget. */
  private synchronized StudyLoop.Limit opened() {
    StudyLoop.Limit known = limit;
    if (known == null) {
      known = StudyLoop.Limit.of(parts.store.study(), parts.settings);
      enter();
      limit = known;
    }
    return known;
  }

  private void enter() {
    StudySettings settings = parts.settings;
    StudyRecord record =
        new StudyRecord(
            settings.name(),
            settings.seed(),
            parts.experiment,
            experimentHash(),
            settings.budget(),
            Optional.empty());
    Optional<StudyRecord> known = parts.store.study();
    if (known.isEmpty()) {
      parts.store.create(record);
    } else if (known.get().seed() != record.seed()
        || !known.get().experimentHash().equals(record.experimentHash())) {
      throw new IllegalArgumentException(
          "the store holds study '%s' (seed %s, experiment %s), not '%s' (seed %s, experiment %s)"
              .formatted(
                  known.get().name(),
                  known.get().seed(),
                  known.get().experimentHash(),
                  record.name(),
                  record.seed(),
                  record.experimentHash()));
    } else {
      rebudget(known.get());
    }
  }

  private void rebudget(StudyRecord known) {
    Budget budget = parts.settings.budget();
    ImmutableList<Trial> trials = parts.store.trials();
    long evaluated = trials.stream().filter(trial -> trial.duplicateOf().isEmpty()).count();
    if (budget.trials().orElse(Integer.MAX_VALUE) < evaluated) {
      throw new IllegalArgumentException(
          "study '%s' has evaluated %s trials; budget.trials (%s) must be at least as many"
              .formatted(known.name(), evaluated, budget.trials().getAsInt()));
    }
    double trainings =
        Math.min(
            TrialLedger.trainings(trials, parts.settings.ladder().top()),
            known.budget().trainings().orElse(Double.POSITIVE_INFINITY));
    if (budget.trainings().orElse(Double.POSITIVE_INFINITY) < trainings) {
      throw new IllegalArgumentException(
          "study '%s' has had %s whole trainings; budget.trainings (%s) must be at least as many"
              .formatted(known.name(), trainings, budget.trainings().getAsDouble()));
    }
    if (!budget.equals(known.budget()) && (!known.finished() || budget.exceeds(known.budget()))) {
      parts.store.budgeted(budget, parts.experiment);
    }
  }

  private String experimentHash() {
    if (!parts.experimentHash.isEmpty()) {
      return parts.experimentHash;
    }
    StudySettings settings = parts.settings;
    String identity =
        String.join(
            "\n",
            "seed=" + settings.seed(),
            "lookAhead=" + settings.lookAhead(),
            "objectives=" + settings.objectives(),
            "constraints=" + settings.constraints(),
            "ladder=" + settings.ladder(),
            "duplicates=" + settings.duplicates().id(),
            "space=" + parts.space.hash(),
            "evaluator=" + parts.evaluator.id(),
            "data=" + parts.evaluator.dataFingerprint());
    return Hashing.sha256().hashString(identity, StandardCharsets.UTF_8).toString();
  }

  private void warnOfIdleWorkers() {
    int idle = executor.workers() - parts.settings.lookAhead();
    if (idle > 0) {
      parts.listener.warned(
          "%s of %s workers stay idle: lookAhead (%s) is how many trials are open at a time"
              .formatted(idle, executor.workers(), parts.settings.lookAhead()));
    }
  }

  /** Sets what has a default. Not thread-safe. */
  public static final class Builder {
    private final StudySettings settings;
    private final SearchSpace space;
    private final SearchStrategy strategy;
    private final Evaluator evaluator;
    private Function<Architecture, Recipe> recipes;
    private StudyStore store = new InMemoryStudyStore();
    private CheckpointStore checkpoints = new InMemoryCheckpoints();
    private Pruner pruner = Pruner.NONE;
    private Optional<TrialClaims> claims = Optional.empty();
    private StudyListener listener = StudyListener.NONE;
    private Optional<TrialExecutor> executor = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private String experiment = "";
    private String experimentHash = "";

    private Builder(
        StudySettings settings, SearchSpace space, SearchStrategy strategy, Evaluator evaluator) {
      this.settings = settings;
      this.space = space;
      this.strategy = strategy;
      this.evaluator = evaluator;
      Recipe standard = Recipe.builder().build();
      this.recipes = architecture -> standard;
    }

    /** Trains every trial by this recipe. */
    public Builder recipe(Recipe recipe) {
      return recipes(architecture -> recipe);
    }

    /** Trains each trial by the recipe that its decisions choose. */
    public Builder recipes(Function<Architecture, Recipe> chosen) {
      this.recipes = chosen;
      return this;
    }

    /** Keeps the study here, by default in memory. Remains the caller's to close. */
    public Builder store(StudyStore where) {
      this.store = where;
      return this;
    }

    /** Keeps the state of paused trials here, by default in memory. */
    public Builder checkpoints(CheckpointStore where) {
      this.checkpoints = where;
      return this;
    }

    /** Has evaluations stopped early, by default none. */
    public Builder pruner(Pruner judge) {
      this.pruner = judge;
      return this;
    }

    public Builder listener(StudyListener watcher) {
      this.listener = watcher;
      return this;
    }

    /**
     * Evaluates here, by default on {@link StudySettings#workers} threads. Remains the caller's to
     * close.
     */
    public Builder executor(TrialExecutor where) {
      this.executor = Optional.of(where);
      return this;
    }

    /** Measures the time budget, by default by the system's clock. */
    public Builder clock(InstantSource source) {
      this.clock = source;
      return this;
    }

    /**
     * What the study was made from.
     *
     * @param text for people who find the store
     * @param hash of all that decides the trials; a store with another hash is refused
     */
    public Builder experiment(String text, String hash) {
      this.experiment = text;
      this.experimentHash = hash;
      return this;
    }

    /**
     * Has other processes evaluate trials, too, by default none. The evaluator must be {@link
     * Evaluator#independent}.
     */
    public Builder claims(TrialClaims offered) {
      this.claims = Optional.of(offered);
      return this;
    }

    /**
     * Makes the study.
     *
     * @throws IllegalArgumentException if other processes are to evaluate trials, and the evaluator
     *     has what they need in this one
     */
    public Study build() {
      if (claims.isPresent() && !evaluator.independent()) {
        throw new IllegalArgumentException(
            "evaluator %s shares weights between trials, which live in one process; other processes cannot evaluate for it"
                .formatted(evaluator.id()));
      }
      return new Study(this);
    }
  }
}
