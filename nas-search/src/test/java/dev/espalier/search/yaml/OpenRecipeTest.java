package dev.espalier.search.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.ConfigException;
import dev.espalier.config.YamlDocument;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.recipe.Schedule;
import dev.espalier.search.Search;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.space.Architecture;
import dev.espalier.space.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@code training:} block that leaves values open to the search. */
class OpenRecipeTest {
  private static final String HEAD =
      """
      apiVersion: nas/v1
      study: {name: short}
      dataset: {name: digits}
      space: {preset: cnn-cells}
      """;

  private static Experiment experiment(String text) {
    return ExperimentReader.read(YamlDocument.parse("experiment.yaml", text), Path.of("/data"));
  }

  private static RecipeSpace recipes(String training) {
    return experiment(HEAD + "evaluator: {training: {" + training + "}}\n").recipes();
  }

  private static List<String> faults(String training) {
    return faults(assertThrows(ConfigException.class, () -> recipes(training)));
  }

  private static List<String> faults(ConfigException faulty) {
    return faulty.faults().stream()
        .map(
            fault ->
                "%s%s: %s"
                    .formatted(
                        fault.path().replace("evaluator.training.", ""),
                        fault.value() == null ? "" : " '" + fault.value() + "'",
                        fault.remedy()))
        .toList();
  }

  @Test
  void theSnippetOfTheDocumentationIsRead() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "training.md"));
    Experiment experiment = experiment(HEAD + page.split("```yaml\n", 2)[1].split("```", 2)[0]);
    RecipeSpace documented =
        RecipeSpace.builder(Recipe.builder().build())
            .optimizers(Optimizer.Nesterov.standard(), Optimizer.Adam.standard())
            .search(RecipeSetting.MOMENTUM, Domain.choice("0.8", "0.9"))
            .search(RecipeSetting.LEARNING_RATE, Domain.logReal(0.001, 0.1))
            .search(RecipeSetting.BATCH_SIZE, Domain.choice("32", "64"))
            .search(RecipeSetting.L2, Domain.logReal(1e-6, 1e-3))
            .search(RecipeSetting.DROPOUT, Domain.real(0.0, 0.5))
            .augment(0, 1, Augmentation.Crop.scaled(), new Augmentation.Cutout(4))
            .build();
    assertEquals(documented, experiment.recipes());
    assertEquals(
        documented.decisions(),
        Search.of(experiment).space().decisions().stream()
            .filter(decision -> decision.name().startsWith("training."))
            .toList());
  }

  @Test
  void whatIsLeftOutIsAsInAFixedRecipe() {
    RecipeSpace fixed = recipes("");
    assertEquals(RecipeSpace.fixed(Recipe.builder().build()), fixed);
    Recipe chosen =
        recipes("batchSize: {int: [16, 64]}").recipe(Architecture.parse("training.batchSize=20"));
    assertEquals(Recipe.builder().batchSize(20).build(), chosen);
  }

  @Test
  void oneValueIsNoChoice() {
    assertEquals(
        recipes("optimizer: adam, learningRate: 0.5, l1: 2, augment: [flip], schedule: constant"),
        recipes(
            "optimizer: {choice: [adam]}, learningRate: {choice: [0.5]}, l1: {int: [2, 2]},"
                + " augment: {subset: [flip], size: [1, 1]}, schedule: {choice: [constant]}"));
  }

  @Test
  void theSettingsOfOneChoiceGoWithOthers() {
    RecipeSpace recipes =
        recipes(
            "optimizer: {choice: [sgd, nesterov, adam]}, momentum: 0.5, beta1: 0.8,"
                + " schedule: {choice: [cosine, step, exponential]}, decay: 0.2, drops: 3");
    assertEquals(
        List.of(
            new Optimizer.Sgd(), new Optimizer.Nesterov(0.5), new Optimizer.Adam(0.8, 0.999, 1e-8)),
        recipes.optimizers());
    assertEquals(
        List.of(new Schedule.Cosine(), new Schedule.Step(3, 0.2), new Schedule.Exponential(0.2)),
        recipes.schedules());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "learningRate: {float: [0, 0.1]} | learningRate.float[0] '0': must be a number from 1.0E-12"
            + " to 1000000",
        "l2: {float: [0, 0.1], scale: log} | l2.float: range [0.0, 0.1] must lie above 0 for the"
            + " logarithmic scale",
        "l2: {float: [0.1, 0.1]} | l2.float: range [0.1, 0.1] must have finite bounds, the lower"
            + " one first",
        "l2: {float: [0.1]} | l2.float: must hold two numbers: [low, high]",
        "l2: {float: [0.1, 0.2], scale: cubic} | l2.scale 'cubic': must be one of linear, log",
        "l2: {int: [0, 2], scale: log} | l2.scale 'log': belongs to float; remove it",
        "l2: {log: [0.1, 0.2]} | l2.log: is an unknown key; must be one of float, scale, int,"
            + " choice",
        "l2: {float: [0.00000001, 1]} | l2.float: bound 1E-8 must have no digit behind the sixth of"
            + " the larger bound, as in 0; maybe the logarithmic scale is meant",
        "dropout: {float: [0, 1]} | dropout.float[1] '1': must be a number from 0 to"
            + " 0.9999999999999999",
        "batchSize: {float: [16, 64]} | batchSize.float: is an unknown key; must be one of int,"
            + " choice",
        "batchSize: {int: [64, 16]} | batchSize.int[1] '16': must be a whole number from 64 to"
            + " 65536",
        "batchSize: {choice: []} | batchSize.choice: must hold at least one value",
        "batchSize: {choice: [16, 32, 16]} | batchSize.choice[2] '16': is there twice; keep one",
        "batchSize: {int: [1, 2], choice: [1]} | batchSize: must hold one of int, choice",
        "balanceClasses: {choice: [yes]} | balanceClasses.choice[0] 'yes': must be true or false",
        "optimizer: {choice: [adma, nesterov]} | optimizer.choice[0] 'adma': must be one of"
            + " nesterov, sgd, adam; did you mean adam?",
        "optimizer: {int: [1, 2]} | optimizer.int: is an unknown key; must be one of choice",
        "optimizer: {choice: [sgd, adam]}, momentum: {float: [0.5, 0.9]} | momentum: belongs to"
            + " optimizer nesterov; the optimizer is sgd or adam",
        "decay: {float: [0.1, 0.5]} | decay: belongs to schedule step or exponential; the schedule"
            + " is cosine",
        "augment: {subset: [flop]} | augment.subset[0] 'flop': must be one of flip, crop, cutout,"
            + " noise, mixup; did you mean flip?",
        "augment: {subset: [flip], size: [1, 2]} | augment.size[1] '2': must be a whole number from"
            + " 1 to 1",
        "augment: {subset: [flip], size: 1} | augment.size '1': must be a list, such as [a, b], not a"
            + " single value",
        "augment: {choice: [flip]} | augment.choice: is an unknown key; must be one of subset, size",
      })
  void eachMistakeIsNamedWithItsPlaceAndRemedy(String training, String expected) {
    assertTrue(faults(training).contains(expected), () -> faults(training).toString());
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    assertEquals(
        List.of(
            "augment.subset[1] 'blur': must be one of flip, crop, cutout, noise, mixup",
            "batchSize.int[0] '0': must be a whole number from 1 to 65536",
            "beta1: belongs to optimizer adam; the optimizer is sgd",
            "l2.float: range [0.5, 0.1] must have finite bounds, the lower one first",
            "learningRate.float[0] '-1': must be a number from 1.0E-12 to 1000000",
            "optimizer.choice[1] 'adagrad': must be one of nesterov, sgd, adam"),
        faults(
                "optimizer: {choice: [sgd, adagrad]}, learningRate: {float: [-1, 0.1]},"
                    + " l2: {float: [0.5, 0.1]}, beta1: {choice: [0.5]},"
                    + " batchSize: {int: [0, 8]}, augment: {subset: [flip, blur]}")
            .stream()
            .sorted()
            .toList());
  }

  @Test
  void anAugmentationThatDoesNotFitTheDataIsNamedWhereItStands(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "a,label\n" + "1,x\n2,y\n".repeat(20));
    String text =
        HEAD.replace("name: digits", "path: rows.csv").replace("cnn-cells", "mlp-cells")
            + "evaluator: {training: {augment: {subset: [noise, flip]}}}\n";
    Search search =
        Search.of(ExperimentReader.read(YamlDocument.parse("experiment.yaml", text), folder));
    assertEquals(
        List.of(
            "augment.subset[1] 'flip': needs images; the inputs are vectors of length 1 (data"
                + " rows)"),
        faults(assertThrows(ConfigException.class, search::check)));
  }
}
