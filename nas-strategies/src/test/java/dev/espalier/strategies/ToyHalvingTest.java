package dev.espalier.strategies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.objective.Objective;
import dev.espalier.store.InMemoryCheckpoints;
import dev.espalier.strategies.evolution.GeneticParameters;
import dev.espalier.strategies.evolution.GeneticSearch;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.study.PausingEvaluator;
import dev.espalier.study.StudyResult;
import dev.espalier.study.StudySettings;
import dev.espalier.study.ToySpace;
import dev.espalier.study.TrialLifeContract;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A strategy around another, whose trials are paused and gone on with. */
class ToyHalvingTest extends TrialLifeContract {
  private static final ToySpace SPACE = new ToySpace(60, 2);
  private static final Fidelity WHOLE = Fidelity.epochs(4);

  ToyHalvingTest() {
    super(SPACE, ToyHalvingTest::halving, PausingEvaluator::new);
  }

  private static SearchStrategy halving() {
    SearchProblem problem =
        SearchProblem.of(
            SPACE, List.of(Objective.maximize("val_accuracy")), WHOLE, Budget.trials(70));
    return new ToyHalving(
        problem, new GeneticSearch(problem, GeneticParameters.of(Map.of("populationSize", 6))));
  }

  @Override
  protected StudySettings.Builder settings() {
    return accuracy("halving").seed(3).lookAhead(3).fidelity(WHOLE).trials(70);
  }

  @Test
  void trialsAreGoneOnWithUpToTheWholeTraining() {
    ImmutableList<Trial> trials = undisturbed();
    assertTrue(trials.stream().anyMatch(t -> t.scored() && t.fidelity().whole()));
    for (Trial trial : trials) {
      trial
          .continues()
          .ifPresent(
              number -> {
                Trial paused = trials.get(Math.toIntExact(number));
                assertEquals(paused.seed(), trial.seed());
                assertEquals(paused.architecture(), trial.architecture());
                assertTrue(trial.fidelity().goesBeyond(paused.fidelity()));
              });
    }
  }

  @Test
  void theInnerStrategyLearnsOfItsOwnTrialsAlone() {
    ImmutableList<Trial> trials = undisturbed();
    assertTrue(trials.stream().anyMatch(trial -> !trial.parents().isEmpty()));
    for (Trial child : trials) {
      for (long parent : child.parents()) {
        assertTrue(trials.get(Math.toIntExact(parent)).continues().isEmpty());
        assertTrue(trials.get(Math.toIntExact(parent)).scored());
      }
    }
  }

  @Test
  void onlyTrialsThatCanBeGoneOnWithKeepACheckpoint() {
    InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    StudyResult result = study(settings().build()).checkpoints(checkpoints).build().run();
    ImmutableSet<String> kept = ImmutableSet.copyOf(checkpoints.names());
    assertFalse(kept.isEmpty());
    for (Trial trial : result.trials()) {
      boolean goneOnWith =
          result.trials().stream().anyMatch(t -> t.continues().orElse(-1) == trial.number());
      boolean paused = trial.checkpoint().isPresent() && !trial.fidelity().whole();
      assertEquals(paused && !goneOnWith, kept.contains("trial-" + trial.number()), "" + trial);
    }
  }

  @Test
  void whatWasTrainedFurthestRanksFirst() {
    StudyResult result = study(settings().build()).build().run();
    List<Integer> epochs = result.ranking().stream().map(t -> t.fidelity().epochs()).toList();

    assertEquals(epochs.stream().sorted((a, b) -> b - a).toList(), epochs);
    assertEquals(4, epochs.get(0));
    assertEquals(1, epochs.get(epochs.size() - 1));
    assertEquals(
        result.ranking().stream().map(Trial::canonicalHash).distinct().count(),
        result.ranking().size(),
        "a network stands there once");
    assertEquals(4, result.choice().orElseThrow().winner().fidelity().epochs());
    assertTrue(result.front().trials().stream().allMatch(t -> t.fidelity().whole()));
  }

  @Test
  void aBudgetOfTrainingsCountsWhatWasReached() {
    StudyResult result = study(settings().budget(Budget.trainings(10.0)).build()).build().run();
    double spent = 0.0;
    for (Trial trial : result.trials()) {
      int from =
          trial.continues().isPresent()
              ? result.trials().get((int) trial.continues().getAsLong()).fidelity().epochs()
              : 0;
      if (trial.duplicateOf().isEmpty() && trial.scored()) {
        spent += (trial.fidelity().epochs() - from) / 4.0;
      }
    }
    assertTrue(spent >= 10.0 && spent < 11.0, "" + spent);
    assertTrue(result.trials().size() > 25, result.trials().size() + " trials");
  }
}
