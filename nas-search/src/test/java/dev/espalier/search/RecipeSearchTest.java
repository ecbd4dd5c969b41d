package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.YamlDocument;
import dev.espalier.eval.model.ModelFile;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.search.yaml.ExperimentReader;
import dev.espalier.space.NetworkSpace;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A search for a network and a recipe together, of tiny networks on a tenth of the digits. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipeSearchTest {
  private static final int TRIALS = 6;

  /** Two networks only, so that trials share them. */
  private static final String EXPERIMENT =
      """
      apiVersion: nas/v1
      study: {name: both, seed: 5, lookAhead: 2}
      dataset: {name: digits}
      space:
        apiVersion: nas-space/v1
        name: two
        decisions: {channels: {choice: [2, 3]}}
        stem: {op: conv_bn_relu_3x3}
        cells:
          reduce: {nodes: 1, edgesPerNode: 1, merge: add, stride: 2, ops: [conv_1x1]}
        macro: [{cell: reduce}]
        head: {op: global_avg_pool}
      strategy: {type: genetic, populationSize: 2, tournamentSize: 2, elites: 1}
      evaluator:
        fidelity: {epochs: 1, trainFraction: 0.1}
        training:
          optimizer: {choice: [nesterov, adam]}
          momentum: {float: [0.5, 0.95]}
          learningRate: {float: [0.001, 0.1], scale: log}
          schedule: {choice: [cosine, constant]}
          batchSize: {choice: [8, 16]}
          l2: {float: [0.00001, 0.01], scale: log}
          dropout: {float: [0, 0.3]}
          labelSmoothing: {choice: [0, 0.1]}
          augment: {subset: [{crop: {padding: 1}}, noise]}
      budget: {trials: 6}
      execution: {workers: 1}
      retrain: {topK: 2, seeds: 1, epochs: 1}
      """;

  /** Two of its four architectures are one network: both inputs of the cell are the stem. */
  private static final Map<String, String> REPEATING =
      Map.of(
          "space.decisions.channels.choice", "[2]",
          "space.cells.reduce.inputs", "2",
          "space.cells.reduce.edgesPerNode", "2",
          "space.cells.reduce.ops", "[max_pool_3x3, conv_1x1]",
          "strategy", "{type: random}",
          "evaluator.training", "{batchSize: {choice: [8, 16]}}",
          "retrain", "{topK: 1, seeds: 1, epochs: 1}");

  private final Runs.Watcher watcher = new Runs.Watcher();
  private Path root = Path.of("");
  private Optional<SearchResult> found = Optional.empty();

  @BeforeAll
  void search(@TempDir Path directory) throws IOException, InterruptedException {
    root = directory;
    found =
        Optional.of(
            Search.of(experiment(Map.of())).in(root.resolve("first")).listener(watcher).run());
  }

  private SearchResult result() {
    return found.orElseThrow();
  }

  private StudyFolder folder() {
    return result().folder();
  }

  private static Experiment experiment(Map<String, String> values) {
    return ExperimentReader.read(
        YamlDocument.parse("both.yaml", EXPERIMENT).with(ImmutableMap.copyOf(values)), Path.of(""));
  }

  @Test
  void everyTrialHoldsADecisionForWhatIsOpen() throws IOException {
    List<Trial> trials = result().study().trials();
    assertTrue(trials.size() >= TRIALS, trials.toString());
    List<String> rows = Files.readAllLines(folder().trials());
    for (Trial trial : trials) {
      Set<String> decided = trial.architecture().values().keySet();
      boolean momentum = trial.architecture().text("training.optimizer").equals("nesterov");
      assertEquals(momentum, decided.contains("training.momentum"), decided.toString());
      for (String key :
          List.of(
              "learningRate",
              "schedule",
              "batchSize",
              "l2",
              "dropout",
              "labelSmoothing",
              "augment")) {
        assertTrue(decided.contains("training." + key), decided.toString());
      }
      List<String> row = Splitter.on(',').splitToList(rows.get((int) trial.number() + 1));
      assertEquals(trial.architecture().encoding(), row.get(4));
      assertEquals(trial.recipe(), row.get(5));
    }
  }

  @Test
  void theRecipeHashIsOfTheRecipeAndTheNetworkHashOfTheNetwork() {
    Experiment experiment = experiment(Map.of());
    RecipeSpace recipes = experiment.recipes();
    NetworkSpace networks =
        Search.of(experiment(Map.of("evaluator.training", "{batchSize: 8}"))).space();
    Set<String> hashes = new HashSet<>();
    Set<String> hashesOfRecipes = new HashSet<>();
    for (Trial trial : result().study().trials()) {
      assertEquals(TrialState.COMPLETED, trial.state(), trial.toString());
      assertEquals(recipes.recipe(trial.architecture()).hash(), trial.recipe());
      assertEquals(
          networks.expand(recipes.networkOf(trial.architecture())).canonicalHash(),
          trial.canonicalHash());
      hashes.add(trial.canonicalHash());
      hashesOfRecipes.add(trial.recipe());
    }
    assertTrue(hashes.size() <= 2, hashes.toString());
    assertEquals(result().study().trials().size(), hashesOfRecipes.size());
  }

  @Test
  void aDuplicateIsTheSameNetworkAndTheSameRecipe() throws IOException, InterruptedException {
    List<Trial> trials =
        Search.of(experiment(REPEATING)).in(root.resolve("repeating")).run().study().trials();
    Set<List<String>> tried = new HashSet<>();
    Set<String> networks = new HashSet<>();
    int duplicates = 0;
    for (Trial trial : trials) {
      boolean fresh = tried.add(List.of(trial.canonicalHash(), trial.recipe()));
      networks.add(trial.canonicalHash());
      assertEquals(fresh ? TrialState.COMPLETED : TrialState.DUPLICATE, trial.state());
      if (!fresh) {
        duplicates++;
        Trial original = trials.get((int) trial.duplicateOf().orElseThrow());
        assertEquals(original.canonicalHash(), trial.canonicalHash());
        assertEquals(original.recipe(), trial.recipe());
        assertNotEquals(original.architecture(), trial.architecture());
      }
    }
    assertEquals(TRIALS, tried.size(), "three networks, two sizes of batches");
    assertEquals(3, networks.size());
    assertTrue(duplicates >= 1, trials.toString());
  }

  @Test
  void theWinnersFileStatesItsRecipeAndVerifies() {
    Recipe recipe = experiment(Map.of()).recipes().recipe(result().winner().architecture());
    assertEquals(recipe, result().recipe());
    ArchitectureFile file = ArchitectureFile.read(folder().architecture());
    assertEquals(List.of(), Verification.of(file));
    assertEquals(recipe, file.training().orElseThrow().recipe());
    assertEquals(Set.of("channels"), file.genotype().orElseThrow().values().keySet());
    assertEquals(result().winner().canonicalHash(), file.network().canonicalHash());
    assertTrue(result().drawing().contains("training.learningRate = "), result().drawing());
  }

  @Test
  void theWinnerWasTrainedAgainByItsRecipe() throws IOException, InterruptedException {
    ArchitectureTraining.Result repeated =
        ArchitectureTraining.of(
                ArchitectureFile.read(folder().architecture()), folder().directory())
            .withSeeds(1)
            .run(root.resolve("repeated"), SearchListener.NONE);
    assertEquals(result().comparison().get(0).score(), repeated.score());
    assertEquals(parameters(folder().model()), parameters(repeated.model()));
    assertEquals(2, watcher.trained.stream().filter(name -> name.startsWith("candidate ")).count());
  }

  private static INDArray parameters(Path model) throws IOException {
    return ModelFile.read(model).graph().params();
  }

  @Test
  void anyTrialIsExportedWithItsOwnRecipe() {
    StudyExport export = StudyExport.of(folder());
    for (Trial trial : result().study().trials()) {
      ArchitectureFile file = export.trial(trial.number());
      assertEquals(trial.recipe(), file.training().orElseThrow().recipe().hash());
      assertEquals(List.of(), Verification.of(file));
    }
  }

  @Test
  void theExperimentLeftBehindHasTheSameRecipes() {
    assertEquals(
        experiment(Map.of()).recipes(), ExperimentFiles.read(folder().experiment()).recipes());
  }

  @Test
  void theSameSeedFindsTheSameForTwoWorkers() throws IOException, InterruptedException {
    StudyFolder second =
        Search.of(experiment(Map.of("execution.workers", "2")))
            .in(root.resolve("second"))
            .run()
            .folder();
    assertEquals(
        Runs.tableWithout("train_seconds", folder().trials()),
        Runs.tableWithout("train_seconds", second.trials()));
    JsonNode one = Runs.json(folder().architecture());
    JsonNode other = Runs.json(second.architecture());
    for (String key : List.of("canonicalHash", "genotype", "metrics", "network", "training")) {
      assertFalse(one.path(key).isMissingNode(), key);
      assertEquals(one.path(key), other.path(key), key);
    }
  }

  @Test
  void aLargerBudgetGoesOnFromWhatIsThere() throws IOException, InterruptedException {
    Path copy = root.resolve("extended");
    Runs.copy(folder().directory(), copy);
    Runs.Watcher more = new Runs.Watcher();
    Search.of(experiment(Map.of("budget.trials", "7"))).in(copy).listener(more).run();
    assertEquals(watcher.asked, more.replayed);
    assertFalse(more.asked.isEmpty());
    List<String> before = Files.readAllLines(folder().trials());
    assertEquals(before, Files.readAllLines(copy.resolve("trials.csv")).subList(0, before.size()));
  }

  @Test
  void otherValuesAreAnotherExperiment() {
    Search other =
        Search.of(experiment(Map.of("evaluator.training.batchSize.choice", "[8, 32]")))
            .in(folder().directory());
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, other::run);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("another experiment"), refused.getMessage());
  }
}
