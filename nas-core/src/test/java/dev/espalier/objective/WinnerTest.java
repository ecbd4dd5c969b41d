package dev.espalier.objective;

import static dev.espalier.objective.ParetoFrontTest.trial;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WinnerTest {
  private static final List<Objective> ACCURACY = List.of(Objective.maximize("val_accuracy"));
  private static final List<Objective> BOTH =
      List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs"));
  private static final List<Trial> TRIALS =
      List.of(trial(0, 0.90, 900), trial(1, 0.89, 300), trial(2, 0.86, 10), trial(3, 0.895, 300));

  @Test
  void theCheapestWithinTheToleranceWins() {
    assertEquals(0.86, winner(BOTH, 0.05).metric("val_accuracy"));
    assertEquals(0.90, winner(BOTH, 0.0).metric("val_accuracy"));
  }

  @Test
  void ofEquallyCheapOnesTheMoreAccurateWins() {
    assertEquals(3, winner(BOTH, 0.015).number());
  }

  @Test
  void withOneObjectiveTheBestWins() {
    assertEquals(0, winner(ACCURACY, 0.05).number());
  }

  @Test
  void constraintsBindTheBestToo() {
    assertEquals(
        Optional.of(3L),
        Winner.of(TRIALS, BOTH, List.of(Constraint.atMost("macs", 500)), best -> error(0.0))
            .map(choice -> choice.winner().number()));
  }

  @Test
  void nothingScoredHasNoWinner() {
    assertEquals(
        Optional.empty(),
        Winner.of(List.of(TestTrials.failed(0, "time-out")), BOTH, List.of(), best -> error(0.1)));
  }

  @Test
  void aDuplicateGivesWayToItsOriginal() {
    Trial original = trial(5, 0.9, 9);
    List<Trial> trials = List.of(TestTrials.duplicate(6, original), original);

    assertEquals(List.of(original), Ranking.of(trials, BOTH, List.of()));
  }

  @Test
  void theChoiceSaysWhatItWasMeasuredBy() {
    Choice choice = Winner.of(TRIALS, BOTH, List.of(), best -> error(0.05)).orElseThrow();
    assertEquals(2, choice.winner().number());
    assertEquals(0, choice.best().number());
    assertEquals(error(0.05), choice.error());
  }

  private static StandardError error(double value) {
    return StandardError.of(value, 0.0);
  }

  private static Trial winner(List<Objective> objectives, double tolerance) {
    return Winner.of(TRIALS, objectives, List.of(), best -> error(tolerance))
        .orElseThrow()
        .winner();
  }
}
