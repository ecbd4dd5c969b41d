package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a search prints of itself where nobody watches a bar: tests have no terminal. */
class ProgressTest {
  private static final Experiment EXPERIMENT =
      Experiment.builder("small")
          .dataset(DatasetSpec.named("digits").build())
          .space(SpaceChoice.preset("cnn-cells"))
          .budget(Budget.trials(5))
          .build();

  private final StringWriter text = new StringWriter();

  private Progress progress(boolean quiet) {
    return Progress.of(EXPERIMENT, new PrintWriter(text, true), quiet);
  }

  private static Trial trial(
      long number, TrialState state, ImmutableMap<String, Double> metrics, String reason) {
    Proposal.Fresh proposal =
        Proposal.of(Architecture.of(ImmutableMap.of("op", "skip")), Fidelity.epochs(2));
    Trial failed = Trial.failed(number, proposal, reason);
    Trial scored =
        failed.with(new Outcome.Scored(metrics, Fidelity.epochs(2), 3.2, Optional.empty()));
    return switch (state) {
      case COMPLETED -> scored;
      case DUPLICATE -> failed.with(new Outcome.Shared(Trial.scored(0, proposal, metrics)));
      default -> failed;
    };
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }

  @Test
  void everyTrialIsALineAndDuplicatesAreFree() {
    try (Progress progress = progress(false)) {
      progress.replayed(trial(0, TrialState.COMPLETED, ImmutableMap.of("val_accuracy", 0.5), ""));
      progress.finished(
          trial(
              1,
              TrialState.COMPLETED,
              ImmutableMap.of("val_accuracy", 0.75, "val_loss", 1.5, "macs", 12_000.0),
              ""));
      progress.finished(trial(2, TrialState.DUPLICATE, ImmutableMap.of("val_accuracy", 0.5), ""));
      progress.finished(trial(3, TrialState.FAILED, ImmutableMap.of(), "loss is NaN"));
      progress.trained("winner", 1, 3);
    }
    assertEquals(
        List.of(
            "[2/5] trial 1 completed val_accuracy 0.7500 macs 12,000 in 3 s",
            "[2/5] trial 2 duplicate of trial 0",
            "[3/5] trial 3 failed: loss is NaN",
            "final training 1/3: winner"),
        lines());
  }

  @Test
  void aLineFitsAScreen() {
    try (Progress progress = progress(false)) {
      progress.finished(
          trial(
              0, TrialState.FAILED, ImmutableMap.of(), "a reason that goes on and on ".repeat(9)));
    }
    assertEquals(118, lines().get(0).length());
  }

  @Test
  void aQuietSearchPrintsWarningsAlone() {
    try (Progress progress = progress(true)) {
      progress.finished(trial(0, TrialState.COMPLETED, ImmutableMap.of(), ""));
      progress.found();
      progress.trained("winner", 1, 3);
      progress.warned("5 workers, but only 4 trials may be open at once");
    }
    assertEquals(List.of("nas: 5 workers, but only 4 trials may be open at once"), lines());
  }
}
