package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.espalier.config.ConfigException;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole searches on weights that all networks share. */
@Tag("slow")
class SharedSearchTest {
  private static final String EXPERIMENT =
      """
      apiVersion: nas/v1
      study: {name: shared, seed: 3, lookAhead: 2}
      dataset: {name: digits}
      space:
        apiVersion: nas-space/v1
        name: tiny
        decisions: {channels: {choice: [4, 6]}}
        stem: {op: conv_bn_relu_3x3}
        cells:
          normal: {nodes: 1, edgesPerNode: 1, merge: add, ops: [skip, conv_1x1, conv_3x3, max_pool_3x3]}
          reduce: {like: normal, stride: 2}
        macro: [{cell: reduce}, {cell: normal}]
        head: {op: global_avg_pool}
      strategy: {type: regularized_evolution, populationSize: 4, sampleSize: 2}
      evaluator: {type: shared, fidelity: {epochs: 1}, training: {paths: uniform, epochs: 3, batchSize: 32}}
      budget: {trials: 8}
      execution: {workers: 1}
      retrain: {seeds: 1, epochs: 1}
      """;

  private final Path root;

  SharedSearchTest(@TempDir Path root) {
    this.root = root;
  }

  private Experiment experiment(Map<String, String> values) throws IOException {
    Path file = root.resolve("shared.yaml");
    Files.writeString(file, EXPERIMENT);
    return ExperimentFiles.read(file, values);
  }

  private SearchResult run(String folder, Map<String, String> values)
      throws IOException, InterruptedException {
    return Search.of(experiment(values)).in(root.resolve(folder)).run();
  }

  private static List<String> scores(SearchResult result) {
    return result.study().trials().stream()
        .map(trial -> trial.architecture() + " " + trial.metrics())
        .toList();
  }

  /** Stops the search at a step of the training before the trials. */
  private static final class Stopper implements SearchListener {
    private final Search search;
    private final long step;
    private long done;

    Stopper(Search search, long step) {
      this.search = search;
      this.step = step;
    }

    @Override
    public void preparing(long steps, long all, double loss) {
      done++;
      if (steps == step) {
        search.stop();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "fair", "controller"})
  void workersDoNotChangeTheScores(String paths) throws Exception {
    Map<String, String> values = new HashMap<>(Map.of("evaluator.training.paths", paths));
    SearchResult one = run(paths + "1", values);
    values.put("execution.workers", "2");

    assertEquals(8, one.study().trials().size());
    assertEquals(scores(one), scores(run(paths + "2", values)));
  }

  @Test
  void stoppedInTheTrainingBeforeTheTrialsItEndsAsIfItHadNotBeen() throws Exception {
    Search search = Search.of(experiment(Map.of())).in(root.resolve("stopped"));
    SearchResult stopped = search.listener(new Stopper(search, 7)).run();
    assertEquals(EndReason.INTERRUPTED, stopped.study().ended());
    assertTrue(stopped.study().trials().stream().noneMatch(Trial::scored));

    Search resumed = Search.of(experiment(Map.of())).in(root.resolve("stopped"));
    Stopper rest = new Stopper(resumed, -1);
    SearchResult again = resumed.listener(rest).run();
    Search whole = Search.of(experiment(Map.of())).in(root.resolve("whole"));
    Stopper all = new Stopper(whole, -1);

    assertEquals(scores(whole.listener(all).run()), scores(again));
    assertEquals(all.done, rest.done + 7);
  }

  @Test
  void saysInItsFilesThatScoresAreOfSharedWeightsAndHowWellTheyRank() throws Exception {
    SearchResult result = run("audited", Map.of());

    Audit audit = result.audit().orElseThrow();
    assertEquals(8, audit.trials().size());
    assertEquals(
        List.of("macs", "params", "val_accuracy"),
        audit.ranks().keySet().stream().sorted().toList());
    JsonNode file = Runs.json(result.folder().architecture());
    JsonNode told = file.path("search").path("audit");
    assertEquals("shared", told.path("evaluator").path("type").asText());
    assertEquals(
        audit.own().tau(), told.path("ranks").path("val_accuracy").path("tau").asDouble(), 1e-9);
    assertTrue(
        Files.readString(result.folder().metrics()).contains("not by a training of its own"));
    assertEquals(audit, run("audited", Map.of()).audit().orElseThrow());
  }

  @Test
  void aSearchOfTrainingsNeedsNoAudit() throws Exception {
    SearchResult result =
        run(
            "trained",
            Map.of(
                "evaluator", "{type: train, fidelity: {epochs: 1, trainFraction: 0.1}}",
                "budget.trials", "2"));
    assertTrue(result.audit().isEmpty());
  }

  @Test
  void whatCannotBeSharedIsRefusedBeforeAnythingIsTrained() throws Exception {
    Experiment searched =
        experiment(Map.of("evaluator.training.learningRate", "{choice: [0.1, 0.2]}"));
    ConfigException failure =
        assertThrows(
            ConfigException.class, () -> Search.of(searched).in(root.resolve("refused")).run());
    assertTrue(failure.toString().contains("training is searched"), failure.toString());
    assertFalse(Files.exists(root.resolve("refused")));

    Experiment warm = experiment(Map.of("evaluator.training.warmup", "2"));
    assertThrows(ConfigException.class, () -> Search.of(warm).check());
  }
}
