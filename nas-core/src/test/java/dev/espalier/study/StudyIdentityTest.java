package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Ordering;
import com.google.common.hash.Hashing;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed makes the same search, for any number of workers. */
class StudyIdentityTest {
  private static final long SEED = 99;
  private static final ToySpace SPACE = new ToySpace(8, 4);

  @ParameterizedTest
  @EnumSource(DuplicatePolicy.class)
  void workersDoNotChangeTheTrials(DuplicatePolicy policy) {
    StudySettings one = settings(1, 8).duplicates(policy).build();
    Climber alone = new Climber(SPACE);
    StudyResult expected = Study.builder(one, SPACE, alone, new UnevenEvaluator()).build().run();

    for (int workers : new int[] {2, 8}) {
      StudySettings many = settings(workers, 8).duplicates(policy).build();
      Climber together = new Climber(SPACE);
      StudyResult result =
          Study.builder(many, SPACE, together, new UnevenEvaluator()).build().run();

      assertEquals(expected.trials(), result.trials());
      assertEquals(alone.heard, together.heard);
      assertEquals(expected.ranking(), result.ranking());
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 8", "8, 8"})
  void trialsAreToldInOrderWhenTheyFinishOutOfOrder(int workers, int lookAhead) {
    OvertakingEvaluator evaluator = new OvertakingEvaluator();
    List<Long> finished = new ArrayList<>();
    StudyListener listener =
        new StudyListener() {
          @Override
          public void finished(Trial trial) {
            finished.add(trial.number());
            evaluator.latch(trial.seed()).countDown();
          }
        };
    Sampler sampler = new Sampler(SPACE);
    StudySettings settings =
        settings(workers, lookAhead).duplicates(DuplicatePolicy.EVALUATE).build();

    Study.builder(settings, SPACE, sampler, evaluator).listener(listener).build().run();

    assertTrue(finished.indexOf(1L) < finished.indexOf(0L), finished.toString());
    assertTrue(Ordering.natural().isStrictlyOrdered(sampler.told));
    assertEquals(40, sampler.told.size());
  }

  @ParameterizedTest
  @CsvSource({"1", "4", "8"})
  void anAskSeesExactlyTheTrialsThatTheLookAheadGrants(int lookAhead) {
    Sampler sampler = new Sampler(SPACE);
    StudySettings settings = settings(2, lookAhead).duplicates(DuplicatePolicy.EVALUATE).build();

    Study.builder(settings, SPACE, sampler, new UnevenEvaluator()).build().run();

    for (int ask = 0; ask < sampler.toldAtAsk.size(); ask++) {
      assertEquals(Math.max(0, ask - lookAhead + 1), sampler.toldAtAsk.get(ask));
    }
  }

  @Test
  void everyTrialHasItsOwnSeed() {
    StudyResult result =
        Study.builder(settings(1, 4).build(), SPACE, new Sampler(SPACE), new ToyEvaluator())
            .build()
            .run();

    for (Trial trial : result.trials()) {
      assertEquals(Seeds.derive(SEED, "trial", trial.number()), trial.seed());
    }
  }

  @Test
  void anotherSeedMakesAnotherSearch() {
    StudyResult first =
        Study.builder(settings(1, 4).build(), SPACE, new Sampler(SPACE), new ToyEvaluator())
            .build()
            .run();
    StudyResult second =
        Study.builder(
                settings(1, 4).seed(SEED + 1).build(),
                SPACE,
                new Sampler(SPACE),
                new ToyEvaluator())
            .build()
            .run();

    assertTrue(
        !first.trials().get(0).architecture().equals(second.trials().get(0).architecture())
            || !first.trials().get(1).architecture().equals(second.trials().get(1).architecture()));
  }

  private static StudySettings.Builder settings(int workers, int lookAhead) {
    return StudySettings.builder("identity")
        .seed(SEED)
        .lookAhead(lookAhead)
        .objectives(List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs")))
        .trials(40)
        .maxFailedTrials(40)
        .workers(workers);
  }

  /** Takes a time that its seed decides, from none to some milliseconds; fails now and then. */
  private static final class UnevenEvaluator extends ToyEvaluator {
    @Override
    Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException {
      byte[] block = new byte[1024];
      int rounds = Math.floorMod(context.seed(), 500);
      for (int round = 0; round < rounds; round++) {
        block[0] += Hashing.sha256().hashBytes(block).asBytes()[0];
      }
      if (Math.floorMod(context.seed(), 7) == 0) {
        throw new EvaluationException("loss is NaN");
      }
      return super.evaluate(candidate, context);
    }
  }

  /** Every fourth trial waits until the next one has finished. */
  private static final class OvertakingEvaluator extends ToyEvaluator {
    private final Map<Long, CountDownLatch> finished = new ConcurrentHashMap<>();

    @Override
    Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException {
      for (long number = 0; number < 40; number += 4) {
        if (context.seed() == Seeds.derive(SEED, "trial", number)) {
          latch(Seeds.derive(SEED, "trial", number + 1)).await();
        }
      }
      return super.evaluate(candidate, context);
    }

    CountDownLatch latch(long seed) {
      return finished.computeIfAbsent(seed, s -> new CountDownLatch(1));
    }
  }
}
