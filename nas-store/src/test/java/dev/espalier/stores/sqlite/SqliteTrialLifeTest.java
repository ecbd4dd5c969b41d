package dev.espalier.stores.sqlite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.evaluate.TrialContext.Verdict;
import dev.espalier.store.StudyStore;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.study.PausingEvaluator;
import dev.espalier.study.Pruner;
import dev.espalier.study.StudySettings;
import dev.espalier.study.ToySpace;
import dev.espalier.study.TrialLifeContract;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paused, continued, pruned, failed and duplicate trials go through a file and come back. */
class SqliteTrialLifeTest extends TrialLifeContract {
  private static final ToySpace SPACE = new ToySpace(5, 2);
  private static final Fidelity WHOLE = Fidelity.epochs(4);

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
}
