package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.search.yaml.ExperimentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one's own files and a few lines of YAML to a network that predicts. */
@Tag("slow")
class OwnDataTest {
  private static final int MOST_LINES = 20;
  private static final List<String> CLOTHES = List.of("boot", "shirt", "trousers");

  @TempDir private Path folder = Path.of("");

  @Test
  void picturesInFoldersBecomeANetworkThatNamesThem() throws IOException, InterruptedException {
    Path pictures = folder.resolve("pictures");
    OwnFiles.clothes(pictures, CLOTHES, 20);

    StudyFolder found =
        search(
            """
            apiVersion: nas/v1
            study: {name: pictures, seed: 5}
            dataset: {format: images, path: pictures, test: {fraction: 0.2}, height: 8, width: 8}
            space:
              apiVersion: nas-space/v1
              name: tiny
              decisions: {channels: {choice: [3, 4]}}
              stem: {op: conv_bn_relu_3x3}
              cells:
                reduce: {nodes: 1, edgesPerNode: 1, merge: add, stride: 2, ops: [conv_1x1, conv_3x3, max_pool_3x3]}
              macro: [{cell: reduce}]
              head: {op: global_avg_pool}
            strategy: {type: random}
            evaluator: {fidelity: {epochs: 2}, training: {batchSize: 8, learningRate: 0.02}}
            budget: {trials: 2}
            retrain: {seeds: 1, epochs: 10}
            """);

    assertEquals(CLOTHES.size(), labels(found).size());
    Path out = folder.resolve("labels.csv");
    assertEquals(60, Prediction.run(found.model(), pictures, out).rows());
    List<String> lines = Files.readAllLines(out);
    assertEquals("input,label,probability", lines.get(0));
    long right = lines.stream().skip(1).filter(OwnDataTest::namesItsFolder).count();
    assertTrue(right > 36, right + " of 60 right, where chance is 20");
  }

  @Test
  void aTableOfMeasurementsBecomesAClassifier() throws IOException, InterruptedException {
    Path table = OwnFiles.irises(folder.resolve("iris.csv"), 90, 17);

    StudyFolder found =
        search(
            """
            apiVersion: nas/v1
            study: {name: flowers, seed: 5}
            dataset: {format: csv, path: iris.csv, label: species, test: {fraction: 0.2}}
            space: {preset: mlp-cells}
            strategy: {type: random}
            evaluator: {fidelity: {epochs: 5}, training: {batchSize: 8, learningRate: 0.01}}
            budget: {trials: 3}
            retrain: {seeds: 2, epochs: 20}
            """);

    assertEquals(OwnFiles.SPECIES, labels(found));
    JsonNode accuracy = Runs.json(found.metrics()).path("test_accuracy");
    assertEquals(2, accuracy.path("values").size());
    assertTrue(accuracy.path("mean").doubleValue() > 0.6, accuracy.toString());
    Path out = folder.resolve("labels.csv");
    assertEquals(90, Prediction.run(found.model(), table, out).rows());
    List<String> species =
        Files.readAllLines(out).stream().skip(1).map(OwnDataTest::label).distinct().toList();
    assertTrue(OwnFiles.SPECIES.containsAll(species), species.toString());
    changedDataAreRefused(found, table);
  }

  private void changedDataAreRefused(StudyFolder found, Path table) throws IOException {
    List<String> rows = new ArrayList<>(Files.readAllLines(table));
    rows.remove(7);
    Files.write(table, rows);
    Search again =
        Search.of(ExperimentFiles.read(folder.resolve("experiment.yaml"))).in(found.directory());
    String refused =
        String.valueOf(assertThrows(IllegalArgumentException.class, again::run).getMessage());
    assertTrue(refused.contains("the data have changed: fingerprint was "), refused);
    assertTrue(refused.contains("validation, 18 test, are "), refused);
  }

  @Test
  void aTableWithANumberToPredictBecomesARegression() throws IOException, InterruptedException {
    Path table = OwnFiles.plane(folder.resolve("plane.csv"), 120, 19);

    StudyFolder found =
        search(
            """
            apiVersion: nas/v1
            study: {name: plane, seed: 5}
            task: regression
            dataset: {format: csv, path: plane.csv, label: height, test: {fraction: 0.2}}
            space: {preset: mlp-cells}
            strategy: {type: random}
            evaluator: {fidelity: {epochs: 5}, training: {batchSize: 8, learningRate: 0.005}}
            budget: {trials: 3}
            retrain: {seeds: 1, epochs: 20}
            """);

    assertEquals(
        "trial,canonical_hash,val_rmse,macs,params", Files.readAllLines(found.pareto()).get(0));
    JsonNode metrics = Runs.json(found.metrics());
    assertTrue(metrics.has("val_rmse"), metrics.toString());
    double error = metrics.path("test_rmse").path("mean").doubleValue();
    assertTrue(error < OwnFiles.PLANE_DEVIATION, "no better than the mean: " + error);
    Path out = folder.resolve("heights.csv");
    assertEquals(120, Prediction.run(found.model(), table, out).rows());
    assertEquals("input,height", Files.readAllLines(out).get(0));
  }

  private StudyFolder search(String yaml) throws IOException, InterruptedException {
    assertTrue(yaml.lines().count() <= MOST_LINES, yaml);
    Path file = Files.writeString(folder.resolve("experiment.yaml"), yaml);
    SearchResult result = Search.of(ExperimentFiles.read(file)).in(folder.resolve("run")).run();
    assertFalse(result.drawing().isBlank());
    assertEquals(List.of(), Verification.of(ArchitectureFile.read(result.folder().architecture())));
    return result.folder();
  }

  private static List<String> labels(StudyFolder found) throws IOException {
    return Runs.json(found.architecture())
        .path("preprocessing")
        .findValue("labels")
        .valueStream()
        .map(JsonNode::textValue)
        .toList();
  }

  private static boolean namesItsFolder(String line) {
    return line.startsWith(label(line) + "/");
  }

  private static String label(String line) {
    return Splitter.on(',').splitToList(line).get(1);
  }
}
