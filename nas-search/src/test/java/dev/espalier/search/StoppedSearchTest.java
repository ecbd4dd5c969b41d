package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.parameter.Part;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.trial.Budget;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that is stopped can be run again, and ends as if nothing had been. */
@Tag("slow")
class StoppedSearchTest {
  private static final Experiment EXPERIMENT =
      Experiment.builder("stopped")
          .dataset(DatasetSpec.named("digits").build())
          .space(SpaceChoice.preset("cnn-cells"))
          .strategy(Part.of("random"))
          .minimize("macs")
          .fidelity(new Fidelity(1, 0.1))
          .budget(Budget.trials(2))
          .execution(Execution.standard().workers(1).maxFailedTrials(2))
          .retraining(new Retraining(1, 1, 1))
          .build();

  private final Path folder;

  StoppedSearchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Has another thread stop the search as soon as its second trial is asked for. */
  private static final class Stopper implements SearchListener {
    private final Search search;

    Stopper(Search search) {
      this.search = search;
    }

    @Override
    public void asked(Trial trial) {
      if (trial.number() != 1) {
        return;
      }
      Thread thread = new Thread(search::stop, "stopper");
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException unexpected) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<String> outcomes(SearchResult result) {
    return result.study().trials().stream()
        .map(
            trial ->
                "%d %s %d %s %s"
                    .formatted(
                        trial.number(),
                        trial.state().id(),
                        trial.seed(),
                        trial.canonicalHash(),
                        trial.metrics()))
        .toList();
  }

  @Test
  void aStoppedSearchRunAgainEndsLikeOneThatWasNotStopped()
      throws IOException, InterruptedException {
    StudyFolder run = new StudyFolder(folder.resolve("stopped"));
    Search search = Search.of(EXPERIMENT).in(run.directory());
    SearchResult stopped = search.listener(new Stopper(search)).run();
    assertEquals(EndReason.INTERRUPTED, stopped.study().ended());
    assertTrue(stopped.outcome().isEmpty());
    assertTrue(Files.exists(run.store()));
    assertFalse(Files.exists(run.architecture()));

    SearchResult again = Search.of(EXPERIMENT).in(run.directory()).run();
    SearchResult whole = Search.of(EXPERIMENT).in(folder.resolve("whole")).run();
    assertEquals(EndReason.BUDGET, again.study().ended());
    assertEquals(outcomes(whole), outcomes(again));
    assertEquals(
        whole.outcome().orElseThrow().winner().canonicalHash(),
        again.outcome().orElseThrow().winner().canonicalHash());
    assertTrue(Files.exists(run.architecture()));
  }
}
