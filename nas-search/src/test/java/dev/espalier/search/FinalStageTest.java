package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.EvaluatorSetting;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.StatedMetric;
import dev.espalier.network.Cost;
import dev.espalier.objective.Task;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.Registry;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.space.Architecture;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes after the winner cannot take it away. */
@Tag("slow")
class FinalStageTest {
  /** No network survives a step of this size, nor of a thousandth of it. */
  private static final Recipe DEADLY =
      Recipe.builder().optimizer(new Optimizer.Sgd()).learningRate(300_000).build();

  private static final Cost COST = new Cost(10, 20, 40, 80);

  @TempDir private Path folder = Path.of("");

  private static Experiment.Builder experiment() {
    return open().maximize("val_accuracy");
  }

  /** Without objectives. */
  private static Experiment.Builder open() {
    return Experiment.builder("final")
        .dataset(DatasetSpec.named("digits").build())
        .space(SpaceChoice.preset("cnn-cells"))
        .strategy(Part.of("random"))
        .fidelity(new Fidelity(1, 0.1))
        .budget(Budget.trials(2))
        .retraining(new Retraining(1, 2, 1));
  }

  private Search search() {
    return Search.of(experiment().build()).in(folder);
  }

  @Test
  void aReferenceThatDivergesIsARow() throws InterruptedException {
    Problem problem = Problem.of(experiment().build());
    StopSignal stop = new StopSignal();
    References references =
        new References(problem, new FinalTrainings(2, SearchListener.NONE, stop), stop);
    ImmutableList<ComparisonRow> rows = references.compare(DEADLY, List.of(1L, 2L));
    assertEquals(2, rows.size());
    for (ComparisonRow row : rows) {
      assertFalse(row.scored(), row.toString());
      assertEquals(2, row.diverged());
      assertThrows(IllegalStateException.class, row::score);
    }
  }

  @Test
  void whatIsSettledIsReadFromTheStoreAsItWasKept() {
    List<ComparisonRow> rows =
        List.of(
            new ComparisonRow(
                "winner", "test_accuracy", ImmutableList.of(0.5, 0.1 + 0.2), 1, 0.05, COST),
            new ComparisonRow("plain", "test_accuracy", ImmutableList.of(), 3, 1.35, COST));
    Settlement settled =
        new Settlement(
            3, ImmutableList.of(3L, 1L), 2, 5, "the best, \"é\"", ImmutableList.copyOf(rows));
    Trial winner = trial(3);
    try (StudyStore store = new InMemoryStudyStore()) {
      store.create(new StudyRecord("final", 1, "", "", Budget.trials(1), Optional.empty()));
      settled.write(store);
      List<Trial> candidates = List.of(winner, trial(1));
      assertEquals(
          Optional.of(settled), Settlement.find(store, candidates, new Retraining(2, 2, 5)));
      assertEquals(Optional.empty(), Settlement.find(store, candidates, new Retraining(2, 3, 5)));
      assertEquals(
          Optional.empty(), Settlement.find(store, List.of(winner), new Retraining(1, 2, 5)));
    }
  }

  private static Trial trial(long number) {
    return Trial.failed(
        number,
        Proposal.of(Architecture.of(Map.of("op", "skip")), Fidelity.epochs(1)),
        "not looked at");
  }

  @Test
  void whereEveryFinalTrainingDivergesTheBestTrialCanStillBeHad()
      throws IOException, InterruptedException {
    Experiment deadly =
        experiment()
            .evaluator(Part.of("fake"))
            .recipe(DEADLY)
            .retraining(new Retraining(1, 1, 1))
            .build();
    Search search = Search.of(deadly).in(folder).register(new Fake());
    EvaluationException failed = assertThrows(EvaluationException.class, search::run);
    assertTrue(String.valueOf(failed.getMessage()).contains("retrain.epochs"), failed.getMessage());
    assertTrue(Files.exists(new StudyFolder(folder).trials()));
    assertEquals(0.9, metric(StudyExport.of(new StudyFolder(folder)).best()));
  }

  /** Trainings at length do not change what a network costs. */
  @Test
  void withTheCostFirstTheCheapestOfTheRetrainedWins() throws IOException, InterruptedException {
    Experiment cheap =
        open()
            .evaluator(Part.of("fake"))
            .minimize("macs")
            .maximize("val_accuracy")
            .budget(Budget.trials(4))
            .retraining(new Retraining(3, 1, 1))
            .build();
    SearchResult result = Search.of(cheap).in(folder).register(new Fake()).run();
    FinalResult outcome = result.outcome().orElseThrow();
    assertEquals(
        result.study().trials().stream()
            .mapToDouble(each -> each.metric("macs"))
            .min()
            .getAsDouble(),
        outcome.winner().metric("macs"));
    assertEquals("the best in macs of 3 that were trained at length", outcome.rule());
  }

  @Test
  void theRuleOfTheSearchHoldsForTheRetrainedToo() throws IOException, InterruptedException {
    Experiment best = experiment().minimize("macs").retraining(new Retraining(2, 2, 1)).build();
    FinalResult outcome = Search.of(best).in(folder).run().outcome().orElseThrow();
    assertTrue(
        outcome.rule().startsWith("the cheapest of 2 that were trained at length within one"),
        outcome.rule());
    assertTrue(outcome.rule().contains("of the validation examples and the seeds"), outcome.rule());
    assertEquals(outcome.rule(), Search.of(best).in(folder).run().outcome().orElseThrow().rule());
  }

  @Test
  void aSeedOfTheWinnerThatFailsIsSaidAndTheOthersCount() throws IOException, InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    List<String> warnings = new ArrayList<>();
    Experiment three = experiment().retraining(new Retraining(1, 3, 1)).build();
    FinalResult outcome =
        Search.of(three)
            .in(folder)
            .listener(
                new SearchListener() {
                  @Override
                  public void training(String network, int epoch, int epochs) {
                    if (network.equals("winner") && failed.compareAndSet(false, true)) {
                      throw new EvaluationException("loss is NaN at step 7");
                    }
                  }

                  @Override
                  public void warned(String message) {
                    warnings.add(message);
                  }
                })
            .run()
            .outcome()
            .orElseThrow();
    assertEquals(2, outcome.own().score().n());
    assertEquals(1, outcome.own().diverged());
    assertTrue(
        warnings.stream().anyMatch(each -> each.contains("1 of 3 seeds (loss is NaN at step 7)")),
        warnings.toString());
  }

  private static double metric(ArchitectureFile file) {
    return file.metrics().get("val_accuracy") instanceof StatedMetric.Searched searched
        ? searched.value()
        : -1.0;
  }

  /** Says of every candidate that it is good. */
  private static final class Fake implements EvaluatorFactory {
    @Override
    public String id() {
      return "fake";
    }

    @Override
    public String summary() {
      return "Says of every candidate that it is good";
    }

    @Override
    public ImmutableSet<DeclaredMetric> metrics(
        Task task, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
      return ImmutableSet.of(DeclaredMetric.maximized("val_accuracy"));
    }

    @Override
    public Evaluator create(
        EvaluatorSetting setting, ParameterValues values, Registry<EvaluatorFactory> evaluators) {
      return new Evaluator() {
        @Override
        public String id() {
          return "fake";
        }

        @Override
        public String dataFingerprint() {
          return "none";
        }

        @Override
        public ImmutableSet<DeclaredMetric> metrics() {
          return Fake.this.metrics(setting.task(), values, evaluators);
        }

        @Override
        public EvaluationSession open(EvaluationProblem problem) {
          return (candidate, context) ->
              Evaluation.of(context.fidelity(), Map.of("val_accuracy", 0.9));
        }
      };
    }
  }

  @Test
  void aSearchThatIsStoppedAmongTheReferencesHasItsWinner()
      throws IOException, InterruptedException {
    Search search = search();
    SearchResult stopped =
        search
            .listener(
                new SearchListener() {
                  @Override
                  public void trained(String network, int done, int all) {
                    if (!network.equals("winner")) {
                      search.stop();
                    }
                  }
                })
            .run();
    assertTrue(stopped.interrupted());
    assertEquals(1, stopped.comparison().size());
    StudyFolder files = stopped.folder();
    assertTrue(Files.exists(files.architecture()));
    byte[] model = Files.readAllBytes(files.model());

    Runs.Watcher watcher = new Runs.Watcher();
    SearchResult again = search().listener(watcher).run();
    assertFalse(again.interrupted());
    assertEquals(3, again.comparison().size());
    assertFalse(watcher.trained.contains("winner"), watcher.trained.toString());
    assertEquals(stopped.comparison().get(0), again.comparison().get(0));
    assertArrayEquals(model, Files.readAllBytes(files.model()));
  }

  @Test
  void theBestTrialIsHadBeforeTheFinalStage() throws IOException, InterruptedException {
    Search search = search();
    List<Trial> finished = new ArrayList<>();
    search.listener(
        new SearchListener() {
          @Override
          public void told(Trial trial) {
            finished.add(trial);
            search.stop();
          }
        });
    SearchResult stopped = search.run();
    assertTrue(stopped.interrupted());
    assertTrue(stopped.outcome().isEmpty());
    assertFalse(finished.isEmpty());
    double best = // another worker's trial may have been done at that moment
        stopped.study().trials().stream()
            .filter(Trial::scored)
            .mapToDouble(trial -> trial.metric("val_accuracy"))
            .max()
            .orElseThrow();
    assertEquals(best, metric(StudyExport.of(stopped.folder()).best()));
  }

  @Test
  void whatTheFinalStageDoesMayChangeOnAFinishedStudy() throws IOException, InterruptedException {
    search().run();
    Runs.Watcher watcher = new Runs.Watcher();
    SearchResult more =
        Search.of(experiment().retraining(new Retraining(2, 1, 2)).build())
            .in(folder)
            .listener(watcher)
            .run();
    assertEquals(List.of(), watcher.asked);
    assertEquals(2, more.outcome().orElseThrow().testOpenings(), "of the test split");
    assertEquals(1, more.comparison().get(0).score().n());
    Runs.Watcher same = new Runs.Watcher();
    SearchResult found =
        Search.of(experiment().retraining(new Retraining(2, 1, 2)).build())
            .in(folder)
            .listener(same)
            .run();
    assertTrue(same.found, "the best of two is not looked for again");
    assertEquals(more.comparison(), found.comparison());
  }
}
