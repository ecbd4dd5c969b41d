package dev.espalier.stores.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.TrialContext.Verdict;
import dev.espalier.store.CheckpointFolder;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.study.PausingEvaluator;
import dev.espalier.study.Pruner;
import dev.espalier.study.Study;
import dev.espalier.study.StudySettings;
import dev.espalier.study.ToySpace;
import dev.espalier.study.TrialExecutor;
import dev.espalier.study.TrialLifeContract;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paused, continued, pruned, failed and duplicate trials go through a file and come back. */
class SqliteTrialLifeTest extends TrialLifeContract {
  private static final ToySpace SPACE = new ToySpace(5, 2);
  private static final Fidelity WHOLE = Fidelity.epochs(4);

  private static final Duration LEASE = Duration.ofSeconds(20);

  private final Path folder;
  private int stores;

  SqliteTrialLifeTest(@TempDir Path folder) {
    super(SPACE, Longer::new, PausingEvaluator::new);
    this.folder = folder;
  }

  @Override
  protected StudyStore store() {
    return SqliteStudyStore.open(folder.resolve("study-%s.db".formatted(stores++)));
  }

  @Override
  protected StudySettings.Builder settings() {
    return accuracy("stored").seed(1).lookAhead(3).fidelity(WHOLE).trials(7);
  }

  /** By the seed alone, so that it is the same for every worker. */
  @Override
  protected Pruner pruner() {
    return (told, ask, step, metrics) ->
        step == 2 && ask.seed() % 5 == 0 ? Verdict.STOP : Verdict.CONTINUE;
  }

  /** Goes on with every trial that is paused, after three epochs. */
  private static final class Longer implements SearchStrategy {
    private final Queue<Proposal> next = new ArrayDeque<>();

    @Override
    public Optional<Proposal> ask(Turn turn) {
      Proposal on = next.poll();
      return Optional.of(
          on == null ? Proposal.of(SPACE.sample(turn.random()), WHOLE.after(3), 0L) : on);
    }

    @Override
    public void tell(Trial finished) {
      if (finished.checkpoint().isPresent()) {
        next.add(new Proposal.Continue(finished.number(), WHOLE));
      }
    }
  }

  @Test
  void trialsOfEveryKindAreAmongThem() {
    List<Trial> trials = undisturbed();
    for (TrialState state :
        List.of(TrialState.COMPLETED, TrialState.PRUNED, TrialState.FAILED, TrialState.DUPLICATE)) {
      assertTrue(trials.stream().anyMatch(t -> t.state() == state), state + " in " + trials);
    }
    assertTrue(trials.stream().anyMatch(trial -> trial.continues().isPresent()));
  }

  /** The process that runs the study evaluates nothing itself; one that joined it died. */
  @Test
  void othersEvaluateTheSameTrials() throws Exception {
    Path file = folder.resolve("joined.db");
    CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("joined"));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (SqliteStudyStore store = SqliteStudyStore.open(file);
        SqliteStudyStore seen = SqliteStudyStore.open(file)) {
      Future<ImmutableList<Trial>> trials =
          threads.submit(
              () ->
                  joined(store, checkpoints, store.claims("leader", LEASE))
                      .executor(new Idle())
                      .build()
                      .run()
                      .trials());
      TrialClaims dead = seen.claims("dead", Duration.ofMillis(1));
      while (dead.claimNext().isEmpty()) {
        Thread.sleep(10);
      }
      Future<?> helper =
          threads.submit(
              () -> {
                joined(seen, checkpoints, seen.claims("helper", LEASE)).build().help(over::get);
                return null;
              });

      assertEquals(undisturbed(), trials.get(1, TimeUnit.MINUTES));
      over.set(true);
      helper.get(1, TimeUnit.MINUTES);
      assertEquals(undisturbed(), store.trials());
      assertTrue(dead.free(List.of(0L, 1L, 2L)).isEmpty());
      assertTrue(
          undisturbed().stream()
              .allMatch(t -> t.state() != TrialState.COMPLETED || reported(store, t)));
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean reported(StudyStore store, Trial trial) {
    return !store.reports(trial.number()).isEmpty();
  }

  private Study.Builder joined(StudyStore store, CheckpointFolder checkpoints, TrialClaims claims) {
    return study(settings().workers(2).build())
        .store(store)
        .checkpoints(checkpoints)
        .pruner(pruner())
        .claims(claims);
  }

  /** Evaluates nothing. */
  private static final class Idle implements TrialExecutor {
    @Override
    public int workers() {
      return 1;
    }

    @Override
    public CompletableFuture<Evaluation> submit(
        Callable<Evaluation> evaluation, Duration timeLimit) {
      return new CompletableFuture<>();
    }

    @Override
    public void cancelAll() {
      // there is nothing
    }

    @Override
    public void close() {
      // there is nothing
    }
  }
}
