package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Iterables;
import dev.espalier.store.InMemoryCheckpoints;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights are read at the version of the ask and committed at the tell. */
class ToySupernetTest extends TrialLifeContract {
  private static final ToySpace SPACE = new ToySpace(3, 2);

  ToySupernetTest() {
    super(SPACE, () -> new Climber(SPACE), ToySupernet::new);
  }

  @Override
  protected StudySettings.Builder settings() {
    return accuracy("shared").seed(5).lookAhead(4).trials(60);
  }

  @Test
  void aDuplicateIsEvaluatedAsTheWeightsHaveMoved() {
    List<Trial> trials = undisturbed();
    assertEquals(60, trials.size());
    assertTrue(trials.stream().noneMatch(trial -> trial.state() == TrialState.DUPLICATE));
    assertTrue(trials.stream().anyMatch(trial -> trial.state() == TrialState.FAILED));
    assertTrue(trials.stream().map(Trial::canonicalHash).distinct().count() < 20);
  }

  @Test
  void whatASnapshotHoldsIsNoLongerKeptByTrial() {
    InMemoryStudyStore store = new InMemoryStudyStore();
    InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    study(settings().build()).store(store).checkpoints(checkpoints).build().run();

    assertEquals(2, store.snapshots().size());
    assertTrue(Iterables.contains(checkpoints.names(), "weights-48"), checkpoints.names() + "");
    assertFalse(Iterables.contains(checkpoints.names(), "delta-0"));
    assertTrue(Iterables.size(checkpoints.names()) < 30, checkpoints.names() + "");
  }
}
