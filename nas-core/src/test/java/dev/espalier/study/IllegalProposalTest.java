package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A continuation is legal once, of a trial that was told and is paused, to a higher fidelity. */
class IllegalProposalTest {
  private static final Fidelity WHOLE = Fidelity.epochs(4);
  private static final Architecture ANY = Architecture.parse("width=1;depth=1;label=1");
  private static final Proposal PAUSED = Proposal.of(ANY, WHOLE.after(2));

  @Test
  void aTrialThatWasNotToldIsNotGoneOnWith() {
    refused("trial 0, which cannot be: it was not told yet", 4, PAUSED, on(0, 4));
    refused("trial 7, which cannot be: it was not told yet", 1, PAUSED, on(7, 4));
  }

  @Test
  void aTrialThatWasTrainedToTheEndIsNotGoneOnWith() {
    refused(
        "trial 0, which cannot be: it is completed and has no checkpoint",
        1,
        Proposal.of(ANY, WHOLE),
        on(0, 4));
  }

  @Test
  void aTotalIsNoIncrement() {
    refused(
        "trial 0, which cannot be: it reached epochs=2;of=4, and epochs=2;of=4 does not go beyond that",
        1,
        PAUSED,
        on(0, 2));
    refused(
        "trial 0, which cannot be: it reached epochs=2;of=4, and epochs=8 does not go beyond that",
        1,
        PAUSED,
        new Proposal.Continue(0, Fidelity.epochs(8)));
  }

  @Test
  void aTrialIsGoneOnWithOnce() {
    refused(
        "trial 0, which cannot be: another trial goes on from it; go on from that one",
        1,
        PAUSED,
        on(0, 3),
        on(0, 4));
  }

  private static Proposal on(long trial, int epochs) {
    return new Proposal.Continue(trial, WHOLE.after(epochs));
  }

  private static void refused(String fault, int lookAhead, Proposal... proposals) {
    StudySettings settings =
        StudySettings.builder("illegal")
            .seed(3) // no trial fails by chance
            .lookAhead(lookAhead)
            .fidelity(WHOLE)
            .objectives(List.of(Objective.maximize("val_accuracy")))
            .build();
    Study study =
        Study.builder(
                settings,
                new ToySpace(4, 1),
                new Scripted(List.of(proposals)),
                new PausingEvaluator())
            .build();
    assertEquals(
        "the strategy goes on with " + fault,
        assertThrows(IllegalProposalException.class, study::run).getMessage());
  }
}
