package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.trial.Budget;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StudyRunTest {

  @Test
  void thePaceIsThatOfTheTrialsSinceTheRunBegan() {
    StudyRun run = new StudyRun(0, 10, 4, Long.MAX_VALUE);

    StudyStatus.Pace pace = run.pace(25, Instant.ofEpochSecond(1800));

    assertEquals(30.0, pace.trialsAnHour());
    assertEquals(4, pace.workers());
    assertTrue(pace.memory().isEmpty());
    assertEquals(0.0, run.pace(10, Instant.EPOCH).trialsAnHour());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theMemoryIsThatOfTheProcess() {
    InMemoryStudyStore store = new InMemoryStudyStore();
    store.create(new StudyRecord("study", 1, "", "", Budget.trials(3), Optional.empty()));
    StudyRun.begin(store, 2);

    StudyRun run = StudyRun.last(store).orElseThrow();

    long memory = run.pace(0, Instant.now()).memory().orElseThrow();
    assertTrue(memory > 30L << 20, memory + " bytes");
    assertEquals(0, run.evaluated());
  }
}
