package dev.espalier.stores.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.TrialClaims;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.TestTrials;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, each with a connection of its own to the file. */
class SqliteTrialClaimsTest {
  private static final Outcome OUTCOME =
      TestTrials.completed(0, Map.of("val_accuracy", 0.5)).outcome().orElseThrow();

  private final SqliteStudyStore store;
  private final SqliteStudyStore second;
  private final TrialClaims one;
  private final TrialClaims other;
  private Instant now = Instant.EPOCH;

  SqliteTrialClaimsTest(@TempDir Path folder) {
    store = SqliteStudyStore.open(folder.resolve("study.db"));
    second = SqliteStudyStore.open(folder.resolve("study.db"));
    one = store.claims("one", Duration.ofSeconds(20), () -> now);
    other = second.claims("other", Duration.ofSeconds(20), () -> now);
  }

  @BeforeEach
  void offerTwoOfThree() {
    store.create(new StudyRecord("study", 1, "", "", Budget.trials(3), Optional.empty()));
    for (int number = 0; number < 3; number++) {
      store.asked(TestTrials.ask(number));
    }
    one.offer(0);
    one.offer(1);
  }

  @AfterEach
  void close() {
    second.close();
    store.close();
  }

  @Test
  void eachTrialThatIsOfferedIsHeldByOne() {
    assertTrue(one.claim(0));
    assertFalse(other.claim(0));
    assertEquals(Optional.of(TestTrials.ask(1)), other.claimNext());
    assertEquals(Optional.empty(), one.claimNext());
    assertFalse(one.claim(2));
  }

  @Test
  void whatIsHeldIsNotOfferedAgain() {
    one.claim(0);
    one.offer(0);
    assertFalse(other.claim(0));
    assertTrue(one.claim(0));
  }

  @Test
  void aClaimThatIsNotRenewedIsLost() {
    one.claim(0);
    one.claim(1);
    now = now.plusSeconds(15);
    one.renew();
    now = now.plusSeconds(15);
    assertEquals(ImmutableSet.of(), other.free(List.of(0L, 1L, 2L)));
    now = now.plusSeconds(6);
    assertEquals(ImmutableSet.of(0L, 1L), other.free(List.of(0L, 1L, 2L)));
    assertEquals(Optional.of(0L), other.claimNext().map(Ask::number));

    one.renew();
    one.reported(0, 1, ImmutableMap.of("loss", 1.0));
    assertFalse(one.finished(0, OUTCOME, Optional.empty()));
    assertEquals(Map.of(), store.reports(0));
    assertEquals(Map.of(), one.outcomes(List.of(0L)));
  }

  @Test
  void whatIsGivenBackIsFree() {
    one.claim(0);
    one.release();
    assertTrue(other.claim(0));
  }

  @Test
  void anOutcomeIsSeenByTheOthersAndEndsTheOffer() {
    other.claim(0);
    other.reported(0, 1, ImmutableMap.of("loss", 1.0));
    assertTrue(other.finished(0, OUTCOME, Optional.empty()));

    assertEquals(Map.of(0L, OUTCOME), one.outcomes(List.of(0L, 1L)));
    assertEquals(Map.of(1, Map.of("loss", 1.0)), store.reports(0));
    assertFalse(one.claim(0));
    assertFalse(other.finished(0, OUTCOME, Optional.empty()));
    store.told(0);
  }

  @Test
  void oneWhoWorksAloneEndsAllClaims() {
    other.claim(0);
    store.endClaims();
    assertFalse(other.finished(0, OUTCOME, Optional.empty()));
    store.finished(0, OUTCOME, Optional.empty());
  }
}
