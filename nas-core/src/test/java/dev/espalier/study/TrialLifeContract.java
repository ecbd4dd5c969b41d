package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.objective.Objective;
import dev.espalier.space.SearchSpace;
import dev.espalier.store.CheckpointFolder;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.InMemoryCheckpoints;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyStore;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every study keeps to, whatever strategy and evaluator it has: the same trials for any number
 * of workers, and the same after it was stopped anywhere and gone on with.
 */
public abstract class TrialLifeContract {

  private final SearchSpace space;
  private final Supplier<SearchStrategy> strategies;
  private final Supplier<Evaluator> evaluators;

  /**
   * Of studies.
   *
   * @param strategies makes a fresh one at each call
   * @param evaluators the same
   */
  protected TrialLifeContract(
      SearchSpace space, Supplier<SearchStrategy> strategies, Supplier<Evaluator> evaluators) {
    this.space = space;
    this.strategies = strategies;
    this.evaluators = evaluators;
  }

  /** The rules, with several trials open at a time. */
  protected abstract StudySettings.Builder settings();

  /** Rules by which {@code val_accuracy} is optimised and any number of trials may fail. */
  protected static StudySettings.Builder accuracy(String name) {
    return StudySettings.builder(name)
        .maxFailedTrials(Integer.MAX_VALUE)
        .objectives(List.of(Objective.maximize("val_accuracy")));
  }

  /** A study of these, kept in memory. */
  protected final Study.Builder study(StudySettings rules) {
    return Study.builder(rules, space, strategies.get(), evaluators.get());
  }

  /** What stops trials early. */
  protected Pruner pruner() {
    return Pruner.NONE;
  }

  /** A fresh store. */
  protected StudyStore store() {
    return new InMemoryStudyStore();
  }

  /** Of a study that ran undisturbed on one thread. */
  protected final ImmutableList<Trial> undisturbed() {
    return build(new InMemoryStudyStore(), new InMemoryCheckpoints(), 1, -1).run().trials();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void workersDoNotChangeTheTrials(int workers) {
    assertEquals(
        undisturbed(),
        build(new InMemoryStudyStore(), new InMemoryCheckpoints(), workers, -1).run().trials());
  }

  @Test
  void aStudyStoppedAfterAnyTellEndsAsIfItHadNotBeen(@TempDir Path folder) {
    ImmutableList<Trial> expected = undisturbed();
    for (int last = 0; last < expected.size(); last++) {
      StudyStore store = store();
      CheckpointStore checkpoints = new CheckpointFolder(folder.resolve("after-" + last));
      build(store, checkpoints, 2, last).run();

      List<Trial> heard = new ArrayList<>();
      ImmutableList<Trial> resumed =
          build(store, checkpoints, 2, new Stopper(-1, heard)).run().trials();
      assertEquals(expected, resumed, "after " + last);
      assertEquals(expected, store.trials());
      assertEquals(expected, heard);
      assertEquals(expected.size(), store.toldCount());
      assertTrue(store.study().orElseThrow().finished());
    }
  }

  @Test
  void aStudyStoppedAtEveryTellEndsAsIfItHadNotBeen() {
    ImmutableList<Trial> expected = undisturbed();
    StudyStore store = store();
    CheckpointStore checkpoints = new InMemoryCheckpoints();
    for (int last = 0; last < expected.size(); last += 3) {
      build(store, checkpoints, 2, last).run();
    }

    assertEquals(expected, build(store, checkpoints, 2, -1).run().trials());
  }

  @Test
  void aReplayEvaluatesNothingAndTellsTheSame() {
    StudyStore store = new InMemoryStudyStore();
    InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    ImmutableList<Trial> first = build(store, checkpoints, 1, -1).run().trials();
    ImmutableSet<String> kept = ImmutableSet.copyOf(checkpoints.names());
    List<Trial> asked = new ArrayList<>();

    Study again =
        study(settings().build())
            .store(store)
            .checkpoints(checkpoints)
            .pruner(pruner())
            .listener(
                new StudyListener() {
                  @Override
                  public void asked(Trial trial) {
                    asked.add(trial);
                  }
                })
            .build();

    assertEquals(first, again.run().trials());
    assertTrue(asked.isEmpty());
    assertEquals(kept, ImmutableSet.copyOf(checkpoints.names()));
  }

  private Study build(StudyStore store, CheckpointStore checkpoints, int workers, long last) {
    return build(store, checkpoints, workers, new Stopper(last, new ArrayList<>()));
  }

  private Study build(StudyStore store, CheckpointStore checkpoints, int workers, Stopper stopper) {
    Study study =
        study(settings().workers(workers).build())
            .store(store)
            .checkpoints(checkpoints)
            .pruner(pruner())
            .listener(stopper)
            .build();
    stopper.study = study;
    return study;
  }

  /** Notes what was told, and stops the study at one of them. */
  private static final class Stopper implements StudyListener {
    private final long last;
    private final List<Trial> heard;
    private @Nullable Study study;

    Stopper(long last, List<Trial> heard) {
      this.last = last;
      this.heard = heard;
    }

    @Override
    public void told(Trial trial) {
      heard.add(trial);
      if (trial.number() == last && study != null) {
        study.stop();
      }
    }
  }
}
