package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.TrialContext.Verdict;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A pruner sees the trials that were told at the ask, and nothing that depends on the workers. */
class PrunedTrialsTest extends TrialLifeContract {
  private static final ToySpace SPACE = new ToySpace(60, 1);
  private static final Fidelity WHOLE = Fidelity.epochs(5);

  PrunedTrialsTest() {
    super(SPACE, () -> new Sampler(SPACE, WHOLE), PausingEvaluator::new);
  }

  @Override
  protected StudySettings.Builder settings() {
    return accuracy("pruned").seed(8).lookAhead(4).trials(30).fidelity(WHOLE);
  }

  /** Stops what is behind the mean of all earlier reports at the same step. */
  @Override
  protected Pruner pruner() {
    return PrunedTrialsTest::belowMean;
  }

  private static Verdict belowMean(
      ImmutableList<Pruner.Told> told, Ask ask, int step, ImmutableMap<String, Double> metrics) {
    double mean =
        told.stream()
            .flatMap(each -> Stream.ofNullable(each.reports().get(step)))
            .mapToDouble(PrunedTrialsTest::sum)
            .average()
            .orElse(0.0);
    return step < 5 && sum(metrics) < mean ? Verdict.STOP : Verdict.CONTINUE;
  }

  private static double sum(ImmutableMap<String, Double> metrics) {
    return metrics.getOrDefault("sum", 0.0);
  }

  @Test
  void aPrunedTrialSaysHowFarItGotAndIsNotRanked() {
    List<Trial> pruned =
        undisturbed().stream().filter(trial -> trial.state() == TrialState.PRUNED).toList();
    assertTrue(pruned.size() > 5, pruned.size() + " pruned");
    for (Trial trial : pruned) {
      assertFalse(trial.scored());
      int epochs = trial.reached().orElseThrow().epochs();
      assertEquals("stopped after %s of 5 epochs".formatted(epochs), trial.reason());
      assertTrue(epochs < 5);
    }
  }
}
