package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.LanguagePreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.model.ModelFile;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.Dense;
import dev.espalier.network.Embedding;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Recurrent;
import dev.espalier.network.Shape;
import dev.espalier.objective.ClassMetrics;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** States that are carried through a text, which windows by themselves do not tell. */
final class StreamsTest {
  /** What follows a letter is told by the letter before it: for the first in the window before. */
  private static final String TEXT = "aabb".repeat(200) + "a";

  private static final LanguagePreprocessing LETTERS =
      LanguagePreprocessing.fit("text", TEXT, Tokenizer.CHAR, 3, 10, TEXT.length());

  private static final Recipe RECIPE =
      Recipe.builder()
          .optimizer(Optimizer.Adam.standard())
          .learningRate(0.02)
          .batchSize(7)
          .l2(0.0)
          .tbptt(true)
          .build();

  private static Examples windows(String text) {
    return LETTERS.examples(List.of(LETTERS.numbers(text)));
  }

  private static Network network(Layer layer) {
    Network.Builder network =
        Network.builder(new Shape.Tokens(LETTERS.vocabulary().size(), LETTERS.maxLength()));
    int x = network.add("embedding", new Embedding(4), 0);
    x = network.add("memory", layer, x);
    network.add("logits", Dense.of(LETTERS.vocabulary().tokens().size()), x);
    return network.build();
  }

  private static Trained train(Recipe recipe, Layer layer, int epochs) throws Exception {
    return new Trainer(recipe, LETTERS.targets())
        .train(network(layer), windows(TEXT), epochs, 5, Watch.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1  | 4 | 0",
        "3  | 1 | 0; 1; 2",
        "6  | 2 | 0, 3; 1, 4; 2, 5",
        "7  | 3 | 0, 3, 5; 1, 4, 6; 2",
        "8  | 3 | 0, 3, 6; 1, 4, 7; 2, 5",
        "2  | 3 | 0, 1"
      })
  void eachStreamIsAPartOfTheText(int rows, int most, String expected) {
    String batches =
        Streams.batches(rows, most).stream()
            .map(batch -> Arrays.toString(batch).replaceAll("[\\[\\]]", ""))
            .reduce((one, other) -> one + "; " + other)
            .orElseThrow();
    assertEquals(expected, batches);
  }

  static Stream<Layer> memories() {
    return Stream.of(
        new Recurrent(Recurrent.Cell.LSTM, 12, false),
        new Recurrent(Recurrent.Cell.GRU, 12, false),
        new Recurrent(Recurrent.Cell.SIMPLE_RNN, 12, false),
        new DagRecurrent(
            12,
            false,
            DagRecurrent.Function.TANH,
            List.of(new DagRecurrent.CellNode(0, DagRecurrent.Function.TANH)),
            DagRecurrent.Merge.MEAN));
  }

  @ParameterizedTest
  @MethodSource("memories")
  void whatIsBeforeTheWindowIsRemembered(Layer layer) throws Exception {
    try (Trained carrying = train(RECIPE, layer, 12);
        Trained forgetful = train(RECIPE.toBuilder().tbptt(false).build(), layer, 12)) {
      Examples others = windows("abba".repeat(50));
      double remembered = perplexity(carrying, others);
      double forgotten = perplexity(forgetful, others);
      assertTrue(remembered < 1.05, "with states " + remembered);
      // A third of the letters is one of two.
      assertTrue(forgotten > 1.25, "without " + forgotten);
    }
  }

  @Test
  void eachTextBeginsAnew() throws Exception {
    try (Trained trained = train(RECIPE, new Recurrent(Recurrent.Cell.LSTM, 12, false), 1)) {
      double[][] first = trained.outputs(windows("abba").features());
      assertArrayEquals(first, trained.outputs(windows("abba").features()));
      double[][] longer = trained.outputs(windows("aababba").features());
      assertFalse(Arrays.equals(first[0], longer[3]));
    }
  }

  @Test
  void equalSeedsGiveEqualParametersInOneTrainingOrTwoParts() throws Exception {
    Layer layer = new Recurrent(Recurrent.Cell.GRU, 6, false);
    Trainer trainer = new Trainer(RECIPE, LETTERS.targets());
    Network network = network(layer);
    Stretch first = new Stretch(0, 1, 3, Optional.empty());
    try (Trained whole = train(RECIPE, layer, 3);
        Trained part = trainer.train(network, windows(TEXT), first, 5, Watch.NONE, graph -> {});
        Trained rest =
            trainer.train(
                network,
                windows(TEXT),
                new Stretch(1, 3, 3, part.state()),
                5,
                Watch.NONE,
                graph -> {})) {
      assertEquals(whole.graph().params(), rest.graph().params());
    }
  }

  @Test
  void aModelFileCarriesStatesToo(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.zip");
    double[][] outputs;
    try (Trained trained = train(RECIPE, new Recurrent(Recurrent.Cell.LSTM, 12, false), 2)) {
      new ModelFile(trained.graph(), LETTERS).write(file);
      outputs = trained.outputs(windows("abbaabb").features());
    }
    ModelFile read = ModelFile.read(file);
    try (Trained again = new Trained(read.graph(), read.preprocessing().targets())) {
      assertArrayEquals(outputs, again.outputs(windows("abbaabb").features()));
    }
    // Deeplearning4j by itself, as its users pass windows on.
    ComputationGraph plain = ModelSerializer.restoreComputationGraph(file.toFile(), true);
    try {
      for (int step = 0; step < outputs.length; step++) {
        INDArray token =
            Nd4j.createFromArray(LETTERS.numbers("abbaab")[step] * 1f).reshape(1, 1, 1);
        double[] byItself =
            plain.rnnTimeStep(token)[0].reshape(outputs[step].length).toDoubleVector();
        assertArrayEquals(outputs[step], byItself, 1e-5);
      }
      assertEquals(
          "a graph that carries states must be a OneDnnGraph, not a ComputationGraph",
          message(() -> new Trained(plain, LETTERS.targets())));
    } finally {
      NativeRelease.close(plain);
    }
  }

  @Test
  void rowsThatAreNoWindowsAreRefused() {
    assertEquals(
        "the recipe carries states from row to row (tbptt), which only windows of a text are made for; the examples are for classification",
        message(
            () ->
                new Trainer(RECIPE, Samples.CLASSES)
                    .train(Samples.convolutional(), Samples.strokes(9, 1), 1, 3, Watch.NONE)));
  }

  @Test
  void theStockEngineRefuses() {
    assertEquals(
        "engine stock cannot carry states from window to window (tbptt); use onednn",
        message(
            () ->
                new Trainer(RECIPE, LETTERS.targets(), Engine.STOCK)
                    .train(
                        network(new Recurrent(Recurrent.Cell.GRU, 6, false)),
                        windows(TEXT),
                        1,
                        5,
                        Watch.NONE)));
  }

  private static double perplexity(Trained trained, Examples examples) {
    return ClassMetrics.perplexity().measure(trained.predict(examples));
  }

  private static String message(Executable attempt) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, attempt).getMessage());
  }
}
