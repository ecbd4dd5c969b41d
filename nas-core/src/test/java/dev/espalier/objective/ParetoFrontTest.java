package dev.espalier.objective;

import static dev.espalier.trial.TestTrials.completed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import dev.espalier.random.Seeds;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoFrontTest {
  private static final Objective ACCURACY = Objective.maximize("val_accuracy");
  private static final Objective MACS = Objective.minimize("macs");
  private static final List<Objective> BOTH = List.of(ACCURACY, MACS);

  @Test
  void keepsWhatNoOtherBeats() {
    List<Trial> trials =
        List.of(trial(0, 0.8, 50), trial(1, 0.9, 90), trial(2, 0.7, 60), trial(3, 0.6, 10));

    assertEquals(List.of(1L, 0L, 3L), numbers(ParetoFront.of(trials, BOTH, List.of()).trials()));
  }

  @Test
  void keepsTheFirstOfEquals() {
    List<Trial> trials = List.of(trial(4, 0.8, 50), trial(2, 0.8, 50), trial(3, 0.8, 50));

    assertEquals(List.of(2L), numbers(ParetoFront.of(trials, BOTH, List.of()).trials()));
  }

  @Test
  void leavesOutFailedTrialsAndThoseThatBreakAConstraint() {
    List<Trial> trials =
        List.of(
            TestTrials.failed(0, "loss is NaN"),
            trial(1, 0.9, 90),
            trial(2, 0.8, 50),
            TestTrials.running(3));

    assertEquals(
        List.of(2L),
        numbers(ParetoFront.of(trials, BOTH, List.of(Constraint.atMost("macs", 80))).trials()));
  }

  @Test
  void ofOneObjectiveIsTheBest() {
    List<Trial> trials = List.of(trial(0, 0.7, 1), trial(1, 0.9, 9), trial(2, 0.9, 3));

    assertEquals(
        List.of(1L), numbers(ParetoFront.of(trials, List.of(ACCURACY), List.of()).trials()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void equalsTheFrontByDefinition(int count) {
    List<Objective> objectives =
        List.of(ACCURACY, MACS, Objective.minimize("val_loss")).subList(0, count);
    RandomGenerator random = Seeds.generator(11, "front", count);
    for (int round = 0; round < 200; round++) {
      List<Trial> trials = new ArrayList<>();
      int size = random.nextInt(40);
      for (int number = 0; number < size; number++) {
        trials.add(
            completed(
                number,
                ImmutableMap.of(
                    "val_accuracy",
                    random.nextInt(6) / 6.0,
                    "macs",
                    (double) random.nextInt(6),
                    "val_loss",
                    random.nextInt(6) - 3.0)));
      }
      List<Trial> expected =
          trials.stream()
              .filter(t -> trials.stream().noneMatch(other -> beats(other, t, objectives)))
              .toList();

      List<Trial> front =
          ParetoFront.of(trials, objectives, List.of()).trials().stream()
              .sorted(Comparator.comparingLong(Trial::number))
              .toList();
      assertEquals(expected, front);
    }
  }

  @Test
  void hypervolumeIsTheAreaUpToTheReference() {
    List<Trial> trials = List.of(trial(0, 0.5, 2), trial(1, 0.8, 6), trial(2, 0.9, 12));
    ParetoFront front = ParetoFront.of(trials, BOTH, List.of());

    // up to accuracy 0 and 10 MACs: 0.5 * 8 + 0.3 * 4; the last trial costs more than the reference
    assertEquals(5.2, front.hypervolume(0.0, 10.0), 1e-12);
    assertEquals(0.3 * 4, front.hypervolume(0.5, 10.0), 1e-12);
    assertEquals(0.0, front.hypervolume(0.95, 10.0));
  }

  @Test
  void hypervolumeNeedsTwoObjectives() {
    ParetoFront front = ParetoFront.of(List.of(), List.of(ACCURACY), List.of());

    assertThrows(IllegalArgumentException.class, () -> front.hypervolume(0, 0));
  }

  @Test
  void negativeZeroIsZero() {
    List<Trial> trials = List.of(trial(0, 0.0, 5), trial(1, -0.0, 4));

    assertEquals(List.of(1L), numbers(ParetoFront.of(trials, BOTH, List.of()).trials()));
  }

  /** At least as good everywhere, and better somewhere or there earlier. */
  private static boolean beats(Trial a, Trial b, List<Objective> objectives) {
    boolean noWorse = objectives.stream().allMatch(o -> o.score(a) >= o.score(b));
    boolean better = objectives.stream().anyMatch(o -> o.score(a) > o.score(b));
    return noWorse && (better || a.number() < b.number());
  }

  static Trial trial(long number, double accuracy, double macs) {
    return completed(number, ImmutableMap.of("val_accuracy", accuracy, "macs", macs));
  }

  private static List<Long> numbers(List<Trial> trials) {
    return trials.stream().map(Trial::number).toList();
  }
}
