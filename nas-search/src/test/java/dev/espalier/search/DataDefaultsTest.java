package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.YamlDocument;
import dev.espalier.network.Shape;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.search.yaml.ExperimentReader;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataDefaultsTest {
  private static final Shape INPUT = new Shape.Vector(4);

  private static Experiment read(String more) {
    return ExperimentReader.readWithoutData(
        YamlDocument.parse("e.yaml", "name: e\npath: data.csv\n" + more),
        Path.of("").toAbsolutePath());
  }

  private static Experiment filled(String more, int examples) {
    return DataDefaults.fill(read(more), Task.CLASSIFICATION, INPUT, examples);
  }

  /** At least 300 steps a trial and four times as many at the end, where a pass has but a few. */
  @ParameterizedTest
  @CsvSource({
    "96, 16, 50, 200, 0.025",
    "240, 16, 20, 80, 0.025",
    "800, 32, 12, 48, 0.035355",
    "1151, 64, 17, 67, 0.05",
    "3200, 64, 6, 24, 0.05",
    "48000, 64, 2, 20, 0.05"
  })
  void lengthAndBatchFollowFromTheNumberOfExamples(
      int examples, int batch, int epochs, int finalEpochs, double rate) {
    Experiment filled = filled("", examples);
    Recipe recipe = filled.recipes().base();
    assertEquals(batch, recipe.batchSize());
    assertEquals(Fidelity.epochs(epochs), filled.fidelity());
    assertEquals(finalEpochs, filled.retraining().epochs());
    assertEquals(rate, recipe.learningRate(), 1e-6);
    assertTrue(epochs * ((examples + batch - 1) / batch) >= DataDefaults.STEPS);
    assertEquals(filled, DataDefaults.fill(filled, Task.CLASSIFICATION, INPUT, 7), "settled");
  }

  @Test
  void whatAFileNamesIsObeyed() {
    Experiment filled =
        filled(
            """
            space: {preset: cnn-cells}
            evaluator: {fidelity: {epochs: 3}, training: {batchSize: 8, learningRate: 0.4}}
            retrain: {epochs: 5}
            """,
            96);
    assertEquals(SpaceChoice.preset("cnn-cells").toYaml(), filled.space().toYaml());
    assertEquals(Fidelity.epochs(3), filled.fidelity());
    assertEquals(8, filled.recipes().base().batchSize());
    assertEquals(0.4, filled.recipes().base().learningRate());
    assertEquals(5, filled.retraining().epochs());
    assertEquals(19, filled("evaluator: {training: {batchSize: 6}}", 96).fidelity().epochs());
  }

  @Test
  void whatIsNotNamedBesideWhatIsNamedFollowsFromTheData() {
    Experiment filled = filled("evaluator: {training: {optimizer: adam}}\nretrain: {seeds: 2}", 96);
    assertEquals(Optimizer.Adam.standard(), filled.recipes().base().optimizer());
    assertEquals(0.001, filled.recipes().base().learningRate(), 1e-9);
    assertEquals(2, filled.retraining().seeds());
    assertEquals(200, filled.retraining().epochs());
  }

  @Test
  void openValuesOfTheTrainingStayOpen() {
    Experiment filled =
        filled("evaluator: {training: {learningRate: {float: [0.01, 0.1], scale: log}}}", 96);
    assertEquals(1, filled.recipes().decisions().size());
    assertEquals(16, filled.recipes().base().batchSize());
  }

  @Test
  void fewImagesAreAugmentedUnlessSomethingIsSaid() {
    Shape image = new Shape.Image(1, 28, 28);
    Recipe few = DataDefaults.fill(read(""), Task.CLASSIFICATION, image, 160).recipes().base();
    assertEquals(List.of(Augmentation.Crop.scaled(), new Augmentation.Mixup(0.2)), few.augment());
    Recipe values = DataDefaults.fill(read(""), Task.REGRESSION, image, 160).recipes().base();
    assertEquals(List.of(Augmentation.Crop.scaled()), values.augment());
    for (Experiment plain :
        List.of(
            DataDefaults.fill(read(""), Task.CLASSIFICATION, image, 5_000),
            DataDefaults.fill(read(""), Task.CLASSIFICATION, new Shape.Image(1, 8, 8), 160),
            filled("", 160),
            DataDefaults.fill(
                read("evaluator: {training: {augment: []}}"), Task.CLASSIFICATION, image, 160))) {
      assertEquals(List.of(), plain.recipes().base().augment());
    }
  }

  @Test
  void theSpaceFollowsFromTheKindOfTheData() {
    SpaceChoice open = read("").space();
    assertEquals("mlp-cells", name(open, INPUT, Task.REGRESSION));
    assertEquals("cnn-cells", name(open, new Shape.Image(1, 8, 8), Task.CLASSIFICATION));
    assertEquals("series-cells", name(open, new Shape.Sequence(3, 20), Task.CLASSIFICATION));
    assertEquals("token-cells", name(open, new Shape.Tokens(30, 20), Task.CLASSIFICATION));
  }

  private static String name(SpaceChoice open, Shape input, Task task) {
    return open.forData(input, task).bind(input, 3).name();
  }

  @Test
  void dataMayLieInTheDirectoryOfAllData(@TempDir Path folder) throws IOException {
    Path all = Files.createDirectories(folder.resolve("all/mine"));
    Path table = Files.writeString(all.resolve("t.csv"), "x,label\n");
    String before = System.getProperty("espalier.data", "");
    System.setProperty("espalier.data", folder.resolve("all").toString());
    try {
      YamlDocument document =
          YamlDocument.parse("e.yaml", "{name: e, path: ../data/mine/t.csv, format: csv}");
      assertEquals(table, ExperimentReader.read(document, folder).dataset().path());
      Path near = Files.createDirectories(folder.resolve("data/mine"));
      Files.writeString(near.resolve("t.csv"), "x,label\n");
      YamlDocument again =
          YamlDocument.parse("e.yaml", "{name: e, path: data/mine/t.csv, format: csv}");
      assertEquals(near.resolve("t.csv"), ExperimentReader.read(again, folder).dataset().path());
    } finally {
      System.setProperty("espalier.data", before);
    }
  }
}
