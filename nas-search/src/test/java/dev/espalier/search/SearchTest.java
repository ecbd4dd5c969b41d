package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.lower.Engine;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.search.yaml.ExperimentReader;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole searches on the embedded digits, of tiny networks on a tenth of the data. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
  private static final String EXPERIMENT =
      """
      apiVersion: nas/v1
      study: {name: tiny, seed: 3, lookAhead: 2}
      dataset: {name: digits}
      space:
        apiVersion: nas-space/v1
        name: tiny
        decisions: {channels: {choice: [2, 3, 4]}}
        stem: {op: conv_bn_relu_3x3}
        cells:
          normal: {nodes: 1, edgesPerNode: 1, merge: add, ops: [skip, conv_1x1, conv_3x3, max_pool_3x3]}
          reduce: {like: normal, stride: 2}
        macro: [{cell: reduce}, {cell: normal}]
        head: {op: global_avg_pool}
      strategy: {type: genetic, populationSize: 2, tournamentSize: 2, elites: 1}
      evaluator: {fidelity: {epochs: 1, trainFraction: 0.1}, training: {batchSize: 16, learningRate: 0.05}}
      budget: {trials: 3}
      execution: {workers: 1}
      retrain: {seeds: 1, epochs: 1}
      """;

  private final Runs.Watcher watcher = new Runs.Watcher();
  private Path root = Path.of("");
  private StudyFolder folder = new StudyFolder(root);
  private List<ComparisonRow> comparison = ImmutableList.of();

  @BeforeAll
  void search(@TempDir Path directory) throws IOException, InterruptedException {
    root = directory;
    SearchResult result =
        Search.of(experiment(Map.of())).in(root.resolve("first")).listener(watcher).run();
    folder = result.folder();
    comparison = result.comparison();
  }

  @Test
  void leavesEveryFileOfTheStudyFolder() {
    for (Path file :
        List.of(
            folder.store(),
            folder.experiment(),
            folder.trials(),
            folder.pareto(),
            folder.comparison(),
            folder.architecture(),
            folder.model(),
            folder.metrics())) {
      assertTrue(Files.isRegularFile(file), file.toString());
    }
    assertEquals(3, watcher.trained.size(), "the winner and two reference networks");
    assertTrue(watcher.asked.size() >= 3, watcher.asked.toString());
    assertFalse(watcher.found);
  }

  @Test
  void tablesHaveTheirDocumentedColumns() throws IOException {
    assertEquals(
        "trial,state,seed,canonical_hash,encoding,recipe,fidelity,continues,val_accuracy,val_loss,"
            + "macs,flops,params,train_seconds,duplicate_of,parents,reason",
        Files.readAllLines(folder.trials()).get(0));
    assertEquals(
        "trial,canonical_hash,val_accuracy,macs,params",
        Files.readAllLines(folder.pareto()).get(0));
    assertEquals(watcher.asked.size() + 1, Files.readAllLines(folder.trials()).size());
  }

  @Test
  void metricsHaveTheirDocumentedKeys() throws IOException {
    JsonNode metrics = Runs.json(folder.metrics());
    assertEquals("digits", metrics.path("dataset").textValue());
    assertEquals(1, metrics.path("epochs").intValue());
    assertEquals(1, metrics.path("seeds").size());
    for (String spread : List.of("test_accuracy", "val_accuracy")) {
      double mean = metrics.path(spread).path("mean").doubleValue();
      assertTrue(mean > 0.0 && mean <= 1.0, metrics.toString());
      assertEquals(mean, metrics.path(spread).path("values").get(0).doubleValue());
      assertTrue(metrics.path(spread).path("std").isNull(), "one value has no spread");
    }
    ArchitectureFile file = ArchitectureFile.read(folder.architecture());
    assertEquals(file.cost().params(), metrics.path("params").longValue());
    assertEquals(file.cost().macs(), metrics.path("macs").longValue());
    assertTrue(metrics.path("train_seconds").doubleValue() > 0.0);
  }

  @Test
  void theWinnersFileVerifies() {
    assertEquals(List.of(), Verification.of(ArchitectureFile.read(folder.architecture())));
  }

  @Test
  void theExperimentLeftBehindIsTheOneThatRan() {
    Experiment left = ExperimentFiles.read(folder.experiment());
    Experiment ran = experiment(Map.of());
    assertEquals(ran.seed(), left.seed());
    assertEquals(ran.recipes(), left.recipes());
    assertEquals(ran.fidelity(), left.fidelity());
    assertEquals(ran.dataset(), left.dataset());
    assertEquals(ran.space().toYaml(), left.space().toYaml());
    assertEquals(2, left.objectives().size(), "those of the task are filled in");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theSameSeedFindsTheSameForAnyNumberOfWorkers(int workers)
      throws IOException, InterruptedException {
    StudyFolder second =
        Search.of(experiment(Map.of("execution.workers", Integer.toString(workers))))
            .in(root.resolve("by-" + workers))
            .run()
            .folder();
    assertEquals(
        Runs.tableWithout("train_seconds", folder.trials()),
        Runs.tableWithout("train_seconds", second.trials()));
    assertEquals(Files.readAllLines(folder.pareto()), Files.readAllLines(second.pareto()));
    assertEquals(Files.readString(folder.architecture()), Files.readString(second.architecture()));
  }

  @Test
  void aStoppedSearchOfAnotherSeedHasOtherTrialsAndNoWinner()
      throws IOException, InterruptedException {
    Search search = Search.of(experiment(Map.of("study.seed", "4"))).in(root.resolve("stopped"));
    search.listener(
        new SearchListener() {
          @Override
          public void finished(Trial trial) {
            search.stop();
          }
        });
    SearchResult result = search.run();
    assertEquals(EndReason.INTERRUPTED, result.study().ended());
    assertThrows(IllegalStateException.class, result::winner);
    assertFalse(Files.exists(result.folder().architecture()));
    assertNotEquals(
        Files.readAllLines(folder.trials()).get(1),
        Files.readAllLines(result.folder().trials()).get(1));
  }

  @Test
  void aFinishedSearchIsReadNotRepeated() throws IOException, InterruptedException {
    Path copy = root.resolve("finished");
    Runs.copy(folder.directory(), copy);
    Runs.Watcher again = new Runs.Watcher();
    SearchResult result = Search.of(experiment(Map.of())).in(copy).listener(again).run();
    assertTrue(again.found);
    assertEquals(List.of(), again.asked);
    assertEquals(List.of(), again.trained);
    assertEquals(watcher.asked, again.replayed);
    assertEquals(comparison, result.comparison());
  }

  @Test
  void aLargerBudgetGoesOnFromWhatIsThere() throws IOException, InterruptedException {
    Path copy = root.resolve("extended");
    Runs.copy(folder.directory(), copy);
    Runs.Watcher more = new Runs.Watcher();
    SearchResult result =
        Search.of(experiment(Map.of("budget.trials", "4"))).in(copy).listener(more).run();
    assertEquals(EndReason.BUDGET, result.study().ended());
    assertEquals(watcher.asked, more.replayed);
    assertFalse(more.asked.isEmpty());
    List<String> before = Files.readAllLines(folder.trials());
    assertEquals(before, Files.readAllLines(copy.resolve("trials.csv")).subList(0, before.size()));
  }

  @Test
  void aSmallerBudgetThanWhatWasEvaluatedIsRefused() throws IOException, InterruptedException {
    Path copy = root.resolve("kept");
    Runs.copy(folder.directory(), copy);
    Search.of(experiment(Map.of("budget.trials", "4"))).in(copy).run();
    Map<Path, String> before = Runs.contents(copy);

    Search smaller = Search.of(experiment(Map.of())).in(copy);
    String refused =
        String.valueOf(assertThrows(IllegalArgumentException.class, smaller::run).getMessage());

    assertTrue(refused.contains("has evaluated 4 trials; budget.trials (3) must"), refused);
    assertEquals(before, Runs.contents(copy));
    Runs.Watcher again = new Runs.Watcher();
    SearchResult result =
        Search.of(experiment(Map.of("budget.trials", "4"))).in(copy).listener(again).run();
    assertEquals(List.of(), again.asked);
    assertTrue(again.found, "the winner of all four trials");
    assertEquals(OptionalInt.of(4), StudyStatus.of(result.folder()).outline().budget().trials());
  }

  @Test
  void aSecondProcessInTheSameFolderIsRefused() throws IOException {
    Path copy = root.resolve("held");
    Runs.copy(folder.directory(), copy);
    FolderLock held = FolderLock.take(copy);
    try {
      Search second = Search.of(experiment(Map.of())).in(copy);
      String refused =
          String.valueOf(assertThrows(IllegalArgumentException.class, second::run).getMessage());
      assertTrue(refused.contains("process " + ProcessHandle.current().pid()), refused);
      assertThrows(IllegalArgumentException.class, () -> new StudyFolder(copy).moveAside());
      assertTrue(StudyStatus.of(new StudyFolder(copy)).holder().isPresent());
    } finally {
      held.close();
    }
    assertTrue(StudyStatus.of(new StudyFolder(copy)).holder().isEmpty());
  }

  @Test
  void anotherExperimentInTheSameFolderIsRefused() throws IOException {
    List<String> before = Files.readAllLines(folder.experiment());
    Map<String, String> changed =
        Map.of(
            "study.seed",
            "4",
            "evaluator.fidelity.trainFraction",
            "0.25",
            "budget.trials",
            "400",
            "execution.workers",
            "1");
    Search other = Search.of(experiment(changed)).in(folder.directory());
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, other::run);
    assertEquals(
        """
        %s holds a study of another experiment:
          study.seed: was 3, is 4
          evaluator.fidelity.trainFraction: was 0.1, is 0.25
        choose another folder by --dir, or start anew with --fresh; budget, execution and retrain may change"""
            .formatted(folder.directory()),
        refused.getMessage());
    assertEquals(before, Files.readAllLines(folder.experiment()));
  }

  @Test
  void theWinnersFileNamesTheEngineThatItIsRetrainedOn() {
    ArchitectureFile file = ArchitectureFile.read(folder.architecture());
    String backend = file.provenance().orElseThrow().backend();
    assertTrue(backend.startsWith("Deeplearning4j "), backend);
    assertEquals("onednn", file.provenance().orElseThrow().engine());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anEngineIsFoundInTheProvenanceThatItLeft(Engine engine) {
    assertEquals(engine, Environment.engine(Environment.provenance(engine)));
  }

  @Test
  void stockTrainsAsWell() throws IOException, InterruptedException {
    StudyFolder own =
        Search.of(experiment(Map.of("evaluator.engine", "stock", "budget.trials", "1")))
            .in(root.resolve("stock"))
            .run()
            .folder();
    assertEquals(Engine.STOCK, ExperimentFiles.read(own.experiment()).engine());
    ArchitectureFile file = ArchitectureFile.read(own.architecture());
    assertEquals("stock", file.provenance().orElseThrow().engine());
    ArchitectureTraining.Result repeated =
        ArchitectureTraining.of(file, own.directory())
            .withSeeds(1)
            .run(root.resolve("stock-repeated"), SearchListener.NONE);
    assertEquals(
        Runs.json(own.metrics()).path("test_accuracy"),
        Runs.json(repeated.metrics()).path("test_accuracy"));
  }

  @Test
  void trainingFromTheFileRepeatsTheReportedScore() throws IOException, InterruptedException {
    ArchitectureTraining.Result repeated =
        ArchitectureTraining.of(ArchitectureFile.read(folder.architecture()), folder.directory())
            .withSeeds(1)
            .run(root.resolve("repeated"), SearchListener.NONE);
    assertEquals("test_accuracy", repeated.metric());
    assertEquals(comparison.get(0).score(), repeated.score());
    assertEquals(
        Runs.json(folder.metrics()).path("test_accuracy"),
        Runs.json(repeated.metrics()).path("test_accuracy"));
    assertTrue(Files.size(repeated.model()) > 0);
  }

  @Test
  void aMetricThatTheDataCannotGiveIsRefusedBeforeAnythingIsWritten() {
    Path nowhere = root.resolve("nowhere");
    Experiment experiment =
        Experiment.builder("nowhere")
            .dataset(DatasetSpec.named("digits").build())
            .space(SpaceChoice.preset("cnn-cells"))
            .minimize("val_rmse")
            .build();
    Search search = Search.of(experiment).in(nowhere);
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, search::run);
    assertTrue(String.valueOf(refused.getMessage()).contains("val_rmse"), refused.getMessage());
    assertFalse(Files.exists(nowhere));
  }

  private static Experiment experiment(Map<String, String> values) {
    return ExperimentReader.read(
        YamlDocument.parse("tiny.yaml", EXPERIMENT).with(ImmutableMap.copyOf(values)), Path.of(""));
  }
}
