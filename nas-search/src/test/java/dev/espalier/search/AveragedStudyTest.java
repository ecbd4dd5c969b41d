package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.Evaluators;
import dev.espalier.export.StatedMetric;
import dev.espalier.file.AtomicFile;
import dev.espalier.random.Seeds;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Architecture;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.stores.sqlite.SqliteStudyStore;
import dev.espalier.strategies.Strategies;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study that averages duplicates is looked at by the scores that its search ranks by. */
class AveragedStudyTest {
  @TempDir private Path root = Path.of("");
  private StudyFolder folder = new StudyFolder(Path.of(""));

  /** Trials 0 and 2 are the same network and score 0.9 and 0.5, trial 1 scores 0.8. */
  @BeforeEach
  void study() throws IOException {
    folder = new StudyFolder(root);
    Experiment experiment =
        Experiment.builder("averaged")
            .dataset(DatasetSpec.named("digits").build())
            .space(SpaceChoice.preset("cnn-cells"))
            .duplicates(DuplicatePolicy.AVERAGE)
            .maximize("val_accuracy")
            .budget(Budget.trials(3))
            .build();
    Plan plan = Plan.of(Problem.of(experiment), Strategies.registry(), Evaluators.registry());
    Architecture first = plan.problem().space().sample(Seeds.generator(1));
    Architecture second = plan.problem().space().sample(Seeds.generator(2));
    AtomicFile.write(folder.experiment(), plan.yaml());
    try (StudyStore store = SqliteStudyStore.open(folder.store())) {
      store.create(
          new StudyRecord(
              "averaged",
              42,
              plan.yaml(),
              plan.identity().hash(),
              Budget.trials(3),
              Optional.empty()));
      add(store, first, 0, "same", 0.9);
      add(store, second, 1, "other", 0.8);
      add(store, first, 2, "same", 0.5);
    }
  }

  private static void add(
      StudyStore store, Architecture architecture, long number, String hash, double accuracy) {
    Fidelity fidelity = Fidelity.epochs(2);
    store.asked(
        new Ask(
            number,
            number,
            number,
            Proposal.of(architecture, fidelity),
            architecture,
            hash,
            "recipe",
            ImmutableMap.of("macs", 100.0, "params", 10.0)));
    store.finished(
        number,
        new Outcome.Scored(
            ImmutableMap.of("val_accuracy", accuracy), fidelity, 1.0, Optional.empty()),
        Optional.empty());
    store.told(number);
  }

  @Test
  void statusNamesTheBestMean() {
    assertEquals(1, StudyStatus.of(folder).best().orElseThrow().number());
    assertEquals(0.8, StudyStatus.of(folder).best().orElseThrow().metric("val_accuracy"));
  }

  @Test
  void exportChoosesByTheMeanAndStatesIt() {
    StudyExport export = StudyExport.of(folder);
    assertEquals(ImmutableList.of(1L), export.front());
    assertEquals(Optional.of("averaged-1"), export.best().id());
    StatedMetric.Searched mean =
        assertInstanceOf(
            StatedMetric.Searched.class, export.trial(0).metrics().get("val_accuracy"));
    assertEquals(0.7, mean.value(), 1e-12);
  }
}
