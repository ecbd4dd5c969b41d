package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.math.Stats;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Budget;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StudyTest {
  private static final ToySpace SPACE = new ToySpace(16, 3);
  private static final List<Objective> ACCURACY = List.of(Objective.maximize("val_accuracy"));

  @Test
  void endsWhenTheBudgetIsSpent() {
    StudyResult result = run(settings().trials(7).build(), new Sampler(new ToySpace(16, 1)));

    assertEquals(EndReason.BUDGET, result.ended());
    assertEquals(
        7, result.trials().stream().filter(t -> t.state() == TrialState.COMPLETED).count());
  }

  @Test
  void scoredTrialsHoldMeasurementsAndCosts() {
    Trial trial = run(settings().build(), Scripted.of("width=3;depth=1;label=1")).trials().get(0);

    assertEquals(TrialState.COMPLETED, trial.state());
    assertEquals(4 * 3 + 3 + 3 * 2 + 2, trial.metric("params"));
    assertEquals(4 * 3 + 3 * 2, trial.metric("macs"));
    assertEquals(
        0.03 + Seeds.generator(trial.seed()).nextDouble() / 10.0, trial.metric("val_accuracy"));
  }

  @Test
  void aDuplicateSharesTheOutcomeAndCostsNothing() {
    StudyResult result =
        run(
            settings().trials(2).build(),
            Scripted.of(
                "width=3;depth=1;label=1", "width=3;depth=1;label=2", "width=4;depth=1;label=1"));
    Trial original = result.trials().get(0);
    Trial duplicate = result.trials().get(1);

    assertEquals(TrialState.DUPLICATE, duplicate.state());
    assertEquals(0, duplicate.duplicateOf().orElseThrow());
    assertEquals(original.metrics(), duplicate.metrics());
    assertTrue(duplicate.scored());
    assertEquals(TrialState.COMPLETED, result.trials().get(2).state());
    assertEquals(2, result.ranking().size());
  }

  @Test
  void anotherFidelityIsNoDuplicate() {
    Architecture architecture = Architecture.parse("width=3;depth=1;label=1");
    StudyResult result =
        run(
            settings().build(),
            new Scripted(
                List.of(
                    Proposal.of(architecture, Fidelity.epochs(1)),
                    Proposal.of(architecture, Fidelity.epochs(2)))));

    assertEquals(TrialState.COMPLETED, result.trials().get(1).state());
  }

  @Test
  void averagedDuplicatesCountAsTheMeanOfTheirEvaluations() {
    String same = "width=3;depth=1;label=1";
    Scripted strategy = Scripted.of(same, same, "width=9;depth=1;label=1", same);
    StudyResult result =
        run(settings().lookAhead(1).duplicates(DuplicatePolicy.AVERAGE).build(), strategy);
    List<Double> own =
        List.of(0, 1, 3).stream().map(n -> result.trials().get(n).metric("val_accuracy")).toList();

    assertEquals(own.get(0), strategy.heard.get(0).metric("val_accuracy"));
    assertEquals(
        Stats.meanOf(own.subList(0, 2)), strategy.heard.get(1).metric("val_accuracy"), 1e-12);
    assertEquals(Stats.meanOf(own), strategy.heard.get(3).metric("val_accuracy"), 1e-12);
    assertEquals(Stats.meanOf(own), result.judged().get(0).metric("val_accuracy"), 1e-12);
    assertEquals(result.trials().get(0).metric("params"), strategy.heard.get(3).metric("params"));
  }

  @Test
  void aStudyOfLittleButDuplicatesEndsAsExhausted() {
    StudyResult result = run(settings().trials(4).build(), new Sampler(new ToySpace(1, 1)));

    assertEquals(EndReason.EXHAUSTED, result.ended());
    assertEquals(4 * 50, result.trials().size());
  }

  @Test
  void aStudyEndsOnceNothingNewHasComeForLong() {
    StudyResult result = run(settings().trials(60).build(), new Sampler(new ToySpace(5, 9)));

    assertEquals(EndReason.EXHAUSTED, result.ended());
    assertEquals(15, result.ranking().size(), "all networks of the space");
    List<Trial> trials = result.trials();
    assertTrue(
        trials.subList(trials.size() - EndReason.MOST_STALE, trials.size()).stream()
            .allMatch(trial -> trial.state() == TrialState.DUPLICATE));
    assertTrue(trials.size() < 60 * 50, "" + trials.size());
  }

  @Test
  void aStrategyWithNothingLeftEndsTheStudy() {
    StudyResult result = run(settings().build(), Scripted.of("width=1;depth=1;label=1"));

    assertEquals(EndReason.EXHAUSTED, result.ended());
    assertEquals(1, result.trials().size());
  }

  @Test
  void theTimeBudgetStopsAskingAndFinishesWhatIsOpen() {
    Iterator<Instant> ticks = Stream.iterate(Instant.EPOCH, t -> t.plusSeconds(10)).iterator();
    StudySettings settings = settings().budget(Budget.trials(100).minutes(1.0)).build();
    StudyResult result =
        Study.builder(settings, SPACE, new Sampler(new ToySpace(1000, 1)), new ToyEvaluator())
            .clock(ticks::next)
            .build()
            .run();
    StudyResult longer = run(settings().trials(100).build(), new Sampler(new ToySpace(1000, 1)));

    assertEquals(EndReason.TIME, result.ended());
    assertEquals(5, result.trials().size()); // started at 0, asked at 10 .. 50, late at 60
    assertEquals(longer.trials().subList(0, 5), result.trials());
  }

  @Test
  void aStudyThatEndedByTimeIsGoneOnWithForALargerBudgetOnly() {
    StudyStore store = new InMemoryStudyStore();
    Budget minute = Budget.trials(100).minutes(1.0);
    List<Trial> trials = timed(store, minute).trials();
    assertEquals(5, trials.size());

    StudyResult again = timed(store, minute);
    assertEquals(trials, again.trials());
    assertEquals(EndReason.TIME, again.ended());

    StudyResult longer = timed(store, minute.minutes(2.0));
    assertEquals(10, longer.trials().size());
    assertEquals(trials, longer.trials().subList(0, 5));
  }

  @Test
  void aSmallerBudgetThanWhatWasEvaluatedIsRefusedAndChangesNothing() {
    StudyStore store = new InMemoryStudyStore();
    timed(store, Budget.trials(6));
    Optional<StudyRecord> before = store.study();

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> timed(store, Budget.trials(5)));
    assertEquals(
        "study 'toy' has evaluated 6 trials; budget.trials (5) must be at least as many",
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> timed(store, Budget.trainings(3.0)));
    assertEquals(before, store.study());
    assertEquals(6, store.trials().size());
    assertEquals(6, timed(store, Budget.trials(6)).trials().size());
  }

  /** Every look at the clock takes ten seconds. */
  private static StudyResult timed(StudyStore store, Budget budget) {
    Iterator<Instant> ticks = Stream.iterate(Instant.EPOCH, t -> t.plusSeconds(10)).iterator();
    ToySpace space = new ToySpace(1000, 1);
    Study study =
        Study.builder(
                settings().budget(budget).build(), space, new Sampler(space), new ToyEvaluator())
            .store(store)
            .clock(ticks::next)
            .build();
    study.open(); // as a search does, before it writes its files
    return study.run();
  }

  @Test
  void aSpaceWithoutNetworksIsSearchedByWhatTheEvaluatorMeasures() {
    SearchSpace table = DecisionSpace.of("table", List.of(Decision.of("row", Domain.range(0, 20))));
    Evaluator lookup =
        new ToyEvaluator() {
          @Override
          Evaluation evaluate(Candidate candidate, TrialContext context) {
            return Evaluation.of(
                context.fidelity(),
                Map.of("val_accuracy", candidate.architecture().integer("row") / 20.0));
          }
        };

    StudyResult result =
        Study.builder(
                settings().trials(21).maxFailedTrials(99).build(),
                table,
                new Sampler(table),
                lookup)
            .build()
            .run();

    assertEquals(1.0, result.choice().orElseThrow().winner().metric("val_accuracy"));
    assertTrue(result.trials().stream().anyMatch(t -> t.state() == TrialState.DUPLICATE));
    assertTrue(result.trials().stream().allMatch(t -> t.ask().costs().isEmpty()));
  }

  @Test
  void listenersSeeEveryEventInOrder() {
    List<String> events = new ArrayList<>();
    StudyListener listener =
        new StudyListener() {
          @Override
          public void warned(String message) {
            events.add(message);
          }

          @Override
          public void asked(Trial trial) {
            events.add("asked " + trial.number() + " " + trial.state().id());
          }

          @Override
          public void reported(long trial, int step, ImmutableMap<String, Double> metrics) {
            events.add("reported " + trial + " " + metrics.keySet());
          }

          @Override
          public void finished(Trial trial) {
            events.add("finished " + trial.number() + " " + trial.state().id());
          }

          @Override
          public void told(Trial trial) {
            events.add("told " + trial.number());
          }

          @Override
          public void ended(StudyResult result) {
            events.add("ended " + result.ended().id());
          }
        };
    Study.builder(
            settings().trials(1).lookAhead(1).workers(3).build(),
            SPACE,
            Scripted.of("width=1;depth=1;label=1"),
            new ToyEvaluator())
        .listener(listener)
        .build()
        .run();

    assertEquals(
        List.of(
            "2 of 3 workers stay idle: lookAhead (1) is how many trials are open at a time",
            "asked 0 running",
            "reported 0 [val_accuracy]",
            "finished 0 completed",
            "told 0",
            "ended budget"),
        events);
  }

  @Test
  void badSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> settings().trials(0).build());
    assertThrows(IllegalArgumentException.class, () -> settings().lookAhead(0).build());
    assertThrows(IllegalArgumentException.class, () -> settings().workers(0).build());
    assertThrows(IllegalArgumentException.class, () -> Budget.trials(1).minutes(0.0));
    assertThrows(IllegalArgumentException.class, () -> Budget.trainings(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> settings().objectives(List.of()).build());
    assertThrows(IllegalArgumentException.class, () -> DuplicatePolicy.of("ignore"));
  }

  @Test
  void aStudyRunsOnce() {
    Study study =
        Study.builder(
                settings().build(),
                SPACE,
                Scripted.of("width=1;depth=1;label=1"),
                new ToyEvaluator())
            .build();
    study.run();

    assertThrows(IllegalStateException.class, study::run);
  }

  private static StudySettings.Builder settings() {
    return StudySettings.builder("toy").seed(3).objectives(ACCURACY);
  }

  private static StudyResult run(StudySettings settings, SearchStrategy strategy) {
    return Study.builder(settings, SPACE, strategy, new ToyEvaluator()).build().run();
  }
}
