package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.MemoryData;
import dev.espalier.datasets.read.Loading;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.Evaluators;
import dev.espalier.file.AtomicFile;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.report.ParetoCsv;
import dev.espalier.search.report.TrialsCsv;
import dev.espalier.space.NetworkSpace;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.study.Study;
import dev.espalier.study.StudyResult;
import dev.espalier.trial.EndReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs an experiment: searches, chooses a winner, trains it again and tests it, and leaves the
 * files of a {@link StudyFolder}.
 *
 * <p>On a folder that holds the same experiment it goes on: stored trials are replayed, not trained
 * again. Not thread-safe, but for {@link #stop}.
 */
public final class Search {
  private static final String ENVIRONMENT = "environment";

  private final Experiment experiment;
  private final StopSignal stop = new StopSignal();
  private StudyFolder folder;
  private final List<StrategyFactory> strategies = new ArrayList<>();
  private final List<EvaluatorFactory> evaluators = new ArrayList<>();
  private Function<DatasetSpec, Dataset> data = Datasets::load;
  private SearchListener listener = SearchListener.NONE;
  private @Nullable Plan plan;
  private boolean joined;

  private Search(Experiment experiment) {
    this.experiment = experiment;
    this.folder = new StudyFolder(Path.of("runs", experiment.name()));
  }

  /** A search for this experiment, in {@code runs/<name>} unless told otherwise. */
  public static Search of(Experiment experiment) {
    return new Search(experiment);
  }

  /** Where its files go. */
  public Search in(Path directory) {
    folder = new StudyFolder(directory);
    return this;
  }

  /** A strategy of one's own, which the experiment may then name by its id. */
  public Search register(StrategyFactory strategy) {
    strategies.add(strategy);
    plan = null;
    return this;
  }

  /** An evaluator of one's own, which the experiment may then name by its id. */
  public Search register(EvaluatorFactory evaluator) {
    evaluators.add(evaluator);
    plan = null;
    return this;
  }

  /**
   * Examples in memory, in place of files: the experiment's dataset must be {@link
   * dev.espalier.datasets.spec.DatasetSpec#inMemory}. A fifth of them is held out as the test
   * split, or what that spec says.
   */
  public Search data(MemoryData examples) {
    return data(spec -> examples.dataset(null, spec));
  }

  /** The same, with a test split of its own. */
  public Search data(MemoryData train, MemoryData test) {
    return data(spec -> train.dataset(test, spec));
  }

  /** How files are loaded; by default with the cache of decoded pictures. */
  public Search loading(Loading loading) {
    return data(spec -> Datasets.load(spec, Path.of(""), loading));
  }

  private Search data(Function<DatasetSpec, Dataset> loader) {
    data = loader;
    plan = null;
    return this;
  }

  public Search listener(SearchListener watcher) {
    listener = watcher;
    return this;
  }

  /**
   * Works on the study together with other processes that are joined, too: one of them runs it, the
   * others evaluate trials for it, and one takes its place should it die. By default one process
   * works alone. The evaluator must be {@link dev.espalier.evaluate.Evaluator#independent}.
   */
  public Search joined() {
    joined = true;
    return this;
  }

  /**
   * Loads the data and checks all that can be checked without training. Writes nothing.
   *
   * @throws IllegalArgumentException if data, space, metrics or strategy do not fit together, in
   *     one line a fault
   */
  public Search check() {
    prepare();
    return this;
  }

  /**
   * Tells what {@link #run} will take, by a few short trainings. Writes nothing.
   *
   * @throws IllegalArgumentException as {@link #check}, or if trials share weights
   * @throws dev.espalier.evaluate.EvaluationException if none of a few typical networks can be
   *     trained
   */
  public Estimate estimate() throws InterruptedException {
    return new Estimator(prepare()).estimate();
  }

  /**
   * Runs to the end, or until stopped.
   *
   * @throws IllegalArgumentException as {@link #check}, or if the folder holds another experiment,
   *     or a process works in it
   * @throws dev.espalier.evaluate.EvaluationException if the final trainings of the best trials
   *     fail with every seed
   */
  public SearchResult run() throws IOException, InterruptedException {
    Plan ready = prepare();
    Files.createDirectories(folder.directory());
    return joined ? runJoined(ready) : run(ready, FolderLock.take(folder.directory()));
  }

  /** Helps the process that runs the study, and takes its place when it ends in whatever way. */
  private SearchResult runJoined(Plan ready) throws IOException, InterruptedException {
    Helping helping = new Helping(ready, folder, listener, stop);
    while (true) {
      Optional<FolderLock> lock = FolderLock.tryTakeJoined(folder.directory());
      if (lock.isPresent()) {
        return run(ready, lock.get());
      }
      Optional<StudyResult> cutOff = helping.run();
      if (cutOff.isPresent()) {
        return result(ready, cutOff.get(), Optional.empty(), Optional.empty(), true);
      }
    }
  }

  private SearchResult run(Plan ready, FolderLock lock) throws IOException, InterruptedException {
    try (SqliteStudyStore store = SqliteStudyStore.open(folder.store())) {
      if (!joined) {
        store.endClaims();
      }
      return run(ready, store, joined ? Optional.of(Helping.claims(store)) : Optional.empty());
    } finally {
      lock.close();
    }
  }

  private SearchResult run(Plan ready, SqliteStudyStore store, Optional<TrialClaims> claims)
      throws IOException, InterruptedException {
    Problem problem = ready.problem();
    Identity identity = ready.identity();
    String yaml = ready.yaml();
    identity.requireSame(store, folder);
    LearnedStrategy strategy = new LearnedStrategy(ready.strategy(), folder.policy());
    Study study =
        ready
            .study(strategy, store, folder, claims)
            .listener(listener)
            .experiment(yaml, identity.hash())
            .build();
    study.open();
    listener.begun(problem.experiment(), problem.dataset().info());
    identity.write(store);
    AtomicFile.write(folder.experiment(), yaml);
    recordEnvironment(store);
    StudyRun.begin(store, experiment.execution().workers());
    StudyResult result = stop.during(study::run, study::stop);
    strategy.write();
    TrialsCsv.of(problem.task(), problem.objectives()).write(folder.trials(), result.trials());
    ParetoCsv.write(folder.pareto(), result.front());
    return settle(ready, result, store);
  }

  /** Says what differs from where the study was worked on before. */
  private void recordEnvironment(StudyStore store) {
    String here = Environment.record();
    ImmutableList<String> before = store.notes(ENVIRONMENT);
    if (before.isEmpty()) {
      store.noted(ENVIRONMENT, here);
      return;
    }
    String last = before.get(before.size() - 1);
    if (!last.equals(here)) {
      store.noted(ENVIRONMENT, here);
      listener.warned(
          "this study was worked on elsewhere before: %s. The trials there are stand; trials from here on may come out otherwise than they would have there"
              .formatted(Environment.differences(last, here)));
    }
  }

  private SearchResult settle(Plan ready, StudyResult study, StudyStore store)
      throws IOException, InterruptedException {
    if (study.ended() == EndReason.INTERRUPTED) {
      return result(ready, study, RankingAudit.find(store), Optional.empty(), true);
    }
    FinalStage stage =
        new FinalStage(
            ready.problem(), folder, listener, stop, store, ready.evaluator().approximate());
    Optional<FinalResult> outcome;
    boolean stopped = false;
    try {
      outcome = stage.run(study);
    } catch (InterruptedException interrupted) {
      if (!stop.stopped()) {
        throw interrupted;
      }
      stopped = true;
      outcome = stage.settled();
    }
    return result(ready, study, RankingAudit.find(store), outcome, stopped);
  }

  private SearchResult result(
      Plan ready,
      StudyResult study,
      Optional<Audit> audit,
      Optional<FinalResult> outcome,
      boolean stopped) {
    return new SearchResult(folder, ready.problem().experiment(), study, audit, outcome, stopped);
  }

  /**
   * Has {@link #run} end soon, by any thread: open trials and final trainings are cut off and can
   * be run again.
   */
  public void stop() {
    stop.stop();
  }

  /**
   * The space of the experiment, bound to its data, together with what is searched of the training.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public NetworkSpace space() {
    return prepare().problem().space();
  }

  private Plan prepare() {
    Plan known = plan;
    if (known == null) {
      known =
          Plan.of(
              Problem.of(experiment, data.apply(experiment.dataset())),
              Strategies.registry().with(strategies),
              Evaluators.registry().with(evaluators));
      plan = known;
    }
    if (joined && !known.evaluator().independent()) {
      throw new IllegalArgumentException(
          "evaluator %s shares weights between trials, which live in one process; such a study cannot be joined"
              .formatted(experiment.evaluator().type()));
    }
    return known;
  }
}
