package dev.espalier.search.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.YamlDocument;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Task;
import dev.espalier.search.experiment.Execution;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.trial.Budget;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExperimentWriterTest {
  private static final int DRAWS = 40;
  private static final Path ELSEWHERE = Path.of("/elsewhere");

  @ParameterizedTest
  @EnumSource(names = {"CLASSIFICATION", "REGRESSION"})
  void whatIsWrittenReadsBackEqual(Task task) {
    RandomExperiments experiments = new RandomExperiments(11);
    for (int draw = 0; draw < DRAWS; draw++) {
      Experiment written = experiments.next(task);
      String text = ExperimentWriter.write(written, task, written.objectives());
      Experiment read = read(text);
      assertEquals(written.space().toYaml(), read.space().toYaml(), text);
      assertEquals(withSpaceOf(read, written), read, text);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIFICATION", "REGRESSION"})
  void identityIsThatOfTheTrialsNotOfTheBudgetOrTheMachine(Task task) {
    RandomExperiments experiments = new RandomExperiments(12);
    Experiment first = experiments.next(task);
    Experiment longer =
        copy(first)
            .budget(Budget.trials(first.budget().trials().getAsInt() + 1))
            .execution(Execution.standard().workers(first.execution().workers() + 1))
            .retraining(new Retraining(2, 2, 2))
            .build();
    assertEquals(identity(first, task), identity(longer, task));
    assertNotEquals(
        identity(first, task), identity(copy(first).seed(first.seed() + 1).build(), task));
    Engine other = first.engine() == Engine.STOCK ? Engine.ONEDNN : Engine.STOCK;
    assertNotEquals(identity(first, task), identity(copy(first).engine(other).build(), task));
    assertNotEquals(
        identity(first, task),
        identity(copy(first).lookAhead(first.lookAhead() + 1).build(), task));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIFICATION", "REGRESSION"})
  void theTextIsTheSameEveryTime(Task task) {
    Experiment experiment = new RandomExperiments(13).next(task);
    String text = ExperimentWriter.write(experiment, task, experiment.objectives());
    assertEquals(text, ExperimentWriter.write(read(text), task, experiment.objectives()));
    assertTrue(text.startsWith("apiVersion: nas/v1\n"), text);
  }

  private static Experiment read(String text) {
    return ExperimentReader.readWithoutData(YamlDocument.parse("experiment.yaml", text), ELSEWHERE);
  }

  private static String identity(Experiment experiment, Task task) {
    return ExperimentWriter.writeIdentity(experiment, task, experiment.objectives());
  }

  /** Spaces are equal when their text is, yet the choice of a space has no such equality. */
  private static Experiment withSpaceOf(Experiment space, Experiment rest) {
    return copy(rest).space(space.space()).build();
  }

  private static Experiment.Builder copy(Experiment experiment) {
    Experiment.Builder copy =
        Experiment.builder(experiment.name())
            .seed(experiment.seed())
            .lookAhead(experiment.lookAhead())
            .dataset(experiment.dataset())
            .space(experiment.space())
            .strategy(experiment.strategy())
            .engine(experiment.engine())
            .fidelity(experiment.fidelity())
            .recipes(experiment.recipes())
            .duplicates(experiment.duplicates())
            .budget(experiment.budget())
            .execution(experiment.execution())
            .retraining(experiment.retraining());
    experiment.objectives().forEach(copy::objective);
    experiment.constraints().forEach(copy::constraint);
    return copy;
  }
}
