package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import dev.espalier.file.FullData;
import dev.espalier.search.yaml.ExperimentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From one's own series and texts of different lengths to a network that predicts. */
@Tag("slow")
class OwnSequencesTest {
  private static final String LSTM = recurrent("cell: lstm");
  private static final String DAG =
      recurrent("cell: dag, nodes: 3, activations: {choice: [tanh, relu]}");
  private static final String CONVOLUTIONS =
      """
      decisions: {channels: {choice: [8, 12]}},
      stem: {op: conv_ln_relu_3},
      cells: {steps: {nodes: 2, ops: [skip, conv_3, sep_conv_3, max_pool_3]}},
      macro: [{cell: steps}],
      head: {op: global_avg_pool}""";

  private static final String REST =
      """
      strategy: {type: random}
      evaluator: {fidelity: {epochs: 3}, training: {optimizer: adam, batchSize: 8, learningRate: 0.02}}
      budget: {trials: 2}
      retrain: {seeds: 1, epochs: 15}
      """;

  private static String recurrent(String cell) {
    return """
    family: recurrent,
    %s,
    layers: 1,
    units: {choice: [8, 12]},
    summary: {choice: [last, mean]}"""
        .formatted(cell);
  }

  @TempDir private Path folder = Path.of("");

  /** Searches and retrains; returns lines of a CSV. */
  private List<String> predicted(String dataset, String space, Path input)
      throws IOException, InterruptedException {
    Path out = folder.resolve("labels.csv");
    Prediction.run(search(dataset, space).folder().model(), input, out);
    return Files.readAllLines(out).stream().skip(1).toList();
  }

  private SearchResult search(String dataset, String space)
      throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            "apiVersion: nas/v1\nstudy: {name: own, seed: 5}\ndataset: {%s}\n".formatted(dataset)
                + "space: {apiVersion: nas-space/v1, name: small, %s}\n".formatted(space)
                + REST);
    return Search.of(ExperimentFiles.read(file)).in(folder.resolve("run")).run();
  }

  private static Stream<String> spaces() {
    return Stream.of(LSTM, DAG, CONVOLUTIONS);
  }

  private static String label(String line) {
    return Splitter.on(',').splitToList(line).get(1);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void seriesOfDifferentLengthBecomeAClassifier(String space)
      throws IOException, InterruptedException {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>(List.of("@classLabel true up down", "@data"));
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      int sign = i % 2 == 0 ? 1 : -1;
      StringBuilder values = new StringBuilder();
      for (int step = 0; step < 3 + random.nextInt(8); step++) {
        values.append(step == 0 ? "" : ",").append(sign * step + 0.3 * random.nextGaussian());
      }
      labels.add(sign > 0 ? "up" : "down");
      lines.add(values + ":" + labels.get(i));
    }
    Path file = Files.write(folder.resolve("ramps.ts"), lines);
    List<String> predicted = predicted("path: ramps.ts", space, file);
    assertEquals(90, predicted.size());
    long right =
        IntStream.range(0, 90).filter(i -> label(predicted.get(i)).equals(labels.get(i))).count();
    assertTrue(right > 75, right + " of 90 right, where chance is 45");
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void textsOfDifferentLengthBecomeAClassifier(String space)
      throws IOException, InterruptedException {
    Random random = new Random(9);
    List<String> lines = new ArrayList<>(List.of("mood\ttext"));
    for (int i = 0; i < 90; i++) {
      List<String> words = new ArrayList<>();
      for (int word = 0; word < 1 + random.nextInt(5); word++) {
        words.add(List.of("the", "day", "was", "long").get(random.nextInt(4)));
      }
      words.add(random.nextInt(words.size() + 1), i % 2 == 0 ? "lovely" : "dreadful");
      lines.add((i % 2 == 0 ? "good" : "bad") + "\t" + String.join(" ", words));
    }
    Path file = Files.write(folder.resolve("moods.tsv"), lines);
    List<String> predicted =
        predicted("format: text, path: moods.tsv, label: mood, encoding: tokens", space, file);
    long right =
        IntStream.range(0, 90)
            .filter(i -> label(predicted.get(i)).equals(i % 2 == 0 ? "good" : "bad"))
            .count();
    assertTrue(right > 75, right + " of 90 right, where chance is 45");
  }

  @Test
  void speakersAreToldByTheirVowels() throws IOException, InterruptedException {
    Path vowels = FullData.folder("japanese-vowels");
    SearchResult result = search("path: '%s'".formatted(vowels), LSTM);
    double accuracy =
        Runs.json(result.folder().metrics()).path("test_accuracy").path("mean").doubleValue();
    assertTrue(accuracy > 0.85, accuracy + " of 370 utterances, where chance is 0.11");
  }
}
