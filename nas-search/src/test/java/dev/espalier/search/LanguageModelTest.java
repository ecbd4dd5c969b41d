package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.Loss;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.search.yaml.ExperimentFiles;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.SpaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From a plain text to a network that predicts the next character. */
class LanguageModelTest {
  private static final String RECURRENT =
      """
      apiVersion: nas-space/v1
      name: letters
      family: recurrent
      cell: {choice: [lstm, gru, simple_rnn]}
      layers: {int: [1, 2]}
      units: {choice: [12, 16]}
      embedding: 6
      skip: {choice: [none, residual]}
      summary: each_step
      """;
  private static final String TRANSFORMER =
      """
      apiVersion: nas-space/v1
      name: letters
      family: transformer
      layers: {int: [1, 2]}
      width: 12
      heads: {choice: [2, 3]}
      feedForward: 16
      norm: {choice: [pre, post]}
      mixing: {choice: [attention, conv, identity]}
      positions: {choice: [sinusoidal, learned, none]}
      summary: each_step
      """;
  private static final String REST =
      """
      objectives: [{metric: val_perplexity, direction: minimize}, {metric: macs, direction: minimize}]
      strategy: {type: random}
      evaluator: {fidelity: {epochs: 3}, %s}
      budget: {trials: 2}
      retrain: {seeds: 1, epochs: 8}
      """;

  @TempDir private Path folder = Path.of("");

  /** Words of two letters that follow one of six others: each second letter is certain. */
  private String text() {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append(List.of("ab", "cd", "ef", "gh", "ij", "kl").get(random.nextInt(6)));
    }
    return text.toString();
  }

  private static String training(String more) {
    return "training: {optimizer: adam, learningRate: 0.02, %s}".formatted(more);
  }

  private Search search(String space) throws IOException {
    return search(space, "maxLength: 20", training("batchSize: 8"));
  }

  private Search search(String space, String data, String training) throws IOException {
    Path text = folder.resolve("letters.txt");
    if (!Files.exists(text)) {
      Files.writeString(text, text());
    }
    Path file =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: letters, seed: 5}
            task: language_model
            dataset: {format: language_model, path: letters.txt, %s}
            space:
            """
                    .formatted(data)
                + space.indent(2)
                + REST.formatted(training));
    return Search.of(ExperimentFiles.read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {RECURRENT, TRANSFORMER})
  @Tag("slow")
  void aTextBecomesALanguageModel(String space) throws IOException, InterruptedException {
    SearchResult result = search(space).in(folder.resolve("run")).run();

    List<String> trials = Files.readAllLines(result.folder().trials());
    assertTrue(
        trials.get(0).contains(",val_perplexity,val_loss,macs,flops,params,"), trials.get(0));
    JsonNode metrics = Runs.json(result.folder().metrics());
    double perplexity = metrics.path("test_perplexity").path("mean").doubleValue();
    // Half of the letters are one of six, the others certain: no model is below the root of six.
    assertTrue(perplexity > 2.35 && perplexity < 2.7, "test perplexity " + perplexity);
    assertEquals("LSTM 1x128", result.comparison().get(1).network());
    assertEquals("test_perplexity", result.comparison().get(0).metric());

    Path input = Files.writeString(folder.resolve("new.txt"), "cdklab");
    Path out = folder.resolve("next.csv");
    assertEquals(6, Prediction.run(result.folder().model(), input, out).rows());
    List<String> next = Files.readAllLines(out);
    assertEquals("input,label,probability", next.get(0));
    assertTrue(next.get(1).startsWith("token 1,d,0."), next.get(1));
    assertTrue(next.get(3).startsWith("token 3,l,0."), next.get(3));
    assertTrue(next.get(5).startsWith("token 5,b,0."), next.get(5));

    ArchitectureFile file = ArchitectureFile.read(result.folder().architecture());
    assertEquals(result.network(), file.network());
    assertTrue(Verification.of(file).isEmpty());
    ArchitectureTraining.Result again =
        ArchitectureTraining.of(file, result.folder().directory())
            .withEpochs(8)
            .withSeeds(1)
            .run(folder.resolve("again"), new SearchListener() {});
    assertEquals("test_perplexity", again.metric());
    assertEquals(perplexity, again.score().mean());
  }

  @ParameterizedTest
  @ValueSource(strings = {RECURRENT, TRANSFORMER})
  void noOutputDependsOnALaterInput(String description) {
    NetworkSpace space =
        SpaceFiles.standard()
            .parse("letters", description)
            .bind(new Shape.Tokens(9, 7), 9)
            .space(OperationRegistry.standard());
    RandomGenerator random = Seeds.generator(21);
    for (int i = 0; i < 12; i++) {
      Network network = space.expand(space.sample(random));
      ComputationGraph graph =
          GraphLowering.lower(
              network,
              OutputSpec.of(Loss.CROSS_ENTROPY),
              Recipe.builder().build(),
              Seeds.derive(i, "weights", 0));
      for (int changed = 1; changed < 7; changed++) {
        double[][] before = output(graph, new float[] {1, 2, 3, 4, 5, 6, 7});
        float[] tokens = {1, 2, 3, 4, 5, 6, 7};
        tokens[changed] = 8;
        double[][] after = output(graph, tokens);
        for (int step = 0; step < changed; step++) {
          assertArrayEquals(before[step], after[step], 1e-6, network + " step " + step);
        }
        assertFalse(Arrays.equals(before[changed], after[changed]), network.toString());
      }
      graph.close();
    }
  }

  /** {@code [steps][outputs]} of one sequence. */
  private static double[][] output(ComputationGraph graph, float[] tokens) {
    INDArray out =
        graph.outputSingle(Nd4j.create(tokens, new long[] {1, 1, tokens.length}, 'c')).dup('c');
    double[][] steps = new double[tokens.length][Math.toIntExact(out.size(1))];
    for (int step = 0; step < steps.length; step++) {
      for (int output = 0; output < steps[step].length; output++) {
        steps[step][output] = out.getDouble(0, output, step);
      }
    }
    return steps;
  }

  /** Letters in pairs, in windows of three: the first of each is told by the window before. */
  @Test
  @Tag("slow")
  void statesAreCarriedFromTheSearchToThePrediction() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("letters.txt"), "aabb".repeat(600));
    SearchResult result =
        search(RECURRENT, "maxLength: 3", training("tbptt: {choice: [true, false]}, batchSize: 8"))
            .in(folder.resolve("run"))
            .run();

    assertTrue(result.recipe().tbptt(), result.recipe()::toString);
    double perplexity =
        Runs.json(result.folder().metrics()).path("test_perplexity").path("mean").doubleValue();
    assertTrue(perplexity < 1.1, "test perplexity " + perplexity);
    ArchitectureFile file = ArchitectureFile.read(result.folder().architecture());
    assertTrue(file.training().orElseThrow().recipe().tbptt());

    Path input = Files.writeString(folder.resolve("new.txt"), "aabbaabbaabb");
    Path out = folder.resolve("next.csv");
    Prediction.run(result.folder().model(), input, out);
    String next =
        Files.readAllLines(out).stream()
            .skip(2)
            .map(line -> line.split(",", -1)[1])
            .collect(Collectors.joining());
    assertEquals("bbaabbaabba", next);
  }

  @Test
  void whatHasNoStatesToCarryIsRefused() throws IOException {
    String message = message(search(TRANSFORMER, "maxLength: 20", training("tbptt: true")));
    assertTrue(
        message.contains(
            "experiment.yaml:19: evaluator.training.tbptt: value 'true': needs recurrent layers, whose states are carried; must be false for space letters"),
        message);
    message =
        message(search(RECURRENT, "maxLength: 20", training("tbptt: true") + ", engine: stock"));
    assertTrue(
        message.contains(
            "evaluator.training.tbptt: value 'true': takes engine: onednn; must be false with engine: stock"),
        message);
    message =
        message(
            search(
                RECURRENT,
                "maxLength: 20",
                "type: shared, training: {optimizer: adam, learningRate: 0.02, tbptt: true, epochs: 1}"));
    assertTrue(message.contains("take turns at windows in any order, so no state"), message);
  }

  @Test
  void aSpaceOfOneVectorIsNoLanguageModel() throws IOException {
    Search search = search(RECURRENT.replace("each_step", "{choice: [mean, max]}"));
    String message = message(search);
    assertTrue(
        message.contains(
            "experiment.yaml:14: space.summary: value 'mean, max': must be each_step, as a language model predicts a token at each step"),
        message);
  }

  @Test
  void aSpaceOfCellsIsNoLanguageModel() throws IOException {
    String message = message(search("preset: mlp-cells"));
    assertTrue(
        message.contains("value 'cells': must be recurrent or transformer, with summary"), message);
  }

  @Test
  void outputsAtEachStepAreForLanguageModelsAlone() throws IOException {
    String message = message(moods("space:\n" + RECURRENT.indent(2)));
    assertTrue(
        message.contains(
            "moods.yaml:13: space.summary: value 'each_step': must be another: only language models predict something at each step"),
        message);
  }

  @Test
  void statesAreCarriedByLanguageModelsAlone() throws IOException {
    String message = message(moods("evaluator: {training: {tbptt: {choice: [false, true]}}}"));
    assertTrue(
        message.contains(
            "moods.yaml:4: evaluator.training.tbptt.choice: value 'true': is for language models, of which windows follow each other; must be false"),
        message);
  }

  /** Texts with labels. */
  private Search moods(String rest) throws IOException {
    Files.writeString(
        folder.resolve("moods.tsv"), "mood\ttext\n" + "good\tday\nbad\tnight\n".repeat(20));
    String head =
        """
        apiVersion: nas/v1
        study: {name: moods}
        dataset: {format: text, path: moods.tsv, label: mood, encoding: tokens}
        """;
    return Search.of(
        ExperimentFiles.read(Files.writeString(folder.resolve("moods.yaml"), head + rest)));
  }

  private static String message(Search search) {
    return assertThrows(IllegalArgumentException.class, search::run).toString();
  }
}
