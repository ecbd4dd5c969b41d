package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import dev.espalier.space.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceTest {
  private static final String SPACE =
      """
      apiVersion: nas-space/v1
      name: vowels
      family: recurrent
      input: {type: sequence, features: 12, steps: 29}
      classes: 9
      layers: {int: [1, 2]}
      units: {choice: [8, 16]}
      skip: {choice: [none, residual]}
      """;

  private final Path folder;

  SpaceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aSpaceIsDescribed() throws IOException {
    Run.of("space", write("vowels.space.yaml", SPACE))
        .printed(
            "space vowels: 6 architectures",
            "  units: 8, 16",
            "  l1.skip: none, residual   where layers is at least 2",
            "costs of 1,000 architectures drawn by seed 42",
            // one recurrent and one dense layer; two of each at most, without a residual
            "  depth                    2       2        3",
            // 4 * 8 * (12 + 8) + 4 * 8 + 8 * 9 + 9 parameters are the fewest
            "753");
  }

  @Test
  void anExperimentSaysWhatShareIsFeasible() throws IOException {
    Path experiment =
        write(
            "experiment.yaml",
            """
            apiVersion: nas/v1
            study: {name: small}
            dataset: {name: digits}
            space: {preset: cnn-cells}
            constraints: [{metric: params, max: 1000000000}]
            """);
    Run.of("space", experiment).printed("100.0 % of them keep to the constraints");
  }

  @Test
  void samplesOfAnExperimentKeepToItsConstraints() throws IOException {
    Path experiment =
        write(
            "tight.yaml",
            """
            apiVersion: nas/v1
            study: {name: small}
            dataset: {name: digits}
            space: {preset: cnn-cells}
            constraints: [{metric: params, max: 20000}, {metric: val_accuracy, min: 0.9}]
            """);
    Path csv = folder.resolve("s.csv");
    Run.of("space", experiment, "--sample", "40", "--csv", csv);
    List<String> lines = Files.readAllLines(csv);
    assertEquals(41, lines.size());
    for (String line : lines.subList(1, 41)) {
      assertTrue(Integer.parseInt(line.split(",", -1)[2]) <= 20_000, line);
    }
    Run.of("space", experiment)
        .printed("0.9 <= val_accuracy is known when it has been trained", "constraints on costs");
  }

  @Test
  void aPresetOfAPaperIsThatOfItsData() {
    Run.of("space", "nas-bench-201", "--sample", "2", "--csv", "-").printed("declared_params");
    Run.of("space", "darts-rnn").printed("space darts-rnn");
    Run.of("space", "nas-bench-201", "--yaml")
        .printed("apiVersion: nas-space/v1", "name: nas-bench-201");
  }

  @Test
  void aPresetTakesValuesAnew() throws IOException {
    String experiment =
        """
        apiVersion: nas/v1
        study: {name: small}
        dataset: {name: digits}
        space: {preset: nas-bench-201, %s}
        """;
    Path narrow = write("narrow.yaml", experiment.formatted("channels: 4"));
    Path wide = write("wide.yaml", experiment.formatted("channels: 8"));
    assertTrue(largest(narrow) < largest(wide) / 3);
    Run.of("validate", write("wrong.yaml", experiment.formatted("width: 4")))
        .refused("space.width", "is no value of preset nas-bench-201", "channels");
    Run.of("validate", write("many.yaml", experiment.formatted("channels: none")))
        .refused("space.channels");
  }

  private int largest(Path experiment) throws IOException {
    Path csv = folder.resolve("largest.csv");
    Run.of("space", experiment, "--sample", "30", "--csv", csv);
    return Files.readAllLines(csv).stream()
        .skip(1)
        .mapToInt(line -> Integer.parseInt(line.split(",", -1)[2]))
        .max()
        .orElseThrow();
  }

  @Test
  void whatIsSearchedOfTheTrainingIsPartOfTheSpace() throws IOException {
    Path experiment =
        write(
            "both.yaml",
            """
            apiVersion: nas/v1
            study: {name: both}
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
            evaluator:
              training:
                optimizer: {choice: [sgd, nesterov]}
                momentum: {choice: [0.5, 0.9]}
                learningRate: {float: [0.001, 0.1], scale: log}
                batchSize: {int: [8, 64]}
                augment: {subset: [noise, mixup]}
            """);
    Run.of("space", experiment)
        .printed(
            // 2 networks; sgd, or two momenta; 57 sizes of batches; 4 subsets
            "space two: 1,368 architectures, times what is continuous: training.learningRate",
            "  channels: 2, 3",
            "  training.optimizer: sgd, nesterov",
            "  training.momentum: 0.5, 0.9   where training.optimizer is nesterov",
            "  training.learningRate: numbers from 0.001 to 0.1 on a logarithmic scale",
            "  training.batchSize: whole numbers from 8 to 64",
            "  training.augment: subsets of noise, mixup, 0 to 2 of them, such as noise+mixup");
    List<String> rows = Run.of("space", experiment, "--sample", "5").out().lines().skip(1).toList();
    assertEquals(5, rows.size());
    for (String row : rows) {
      assertTrue(row.contains(";training.learningRate=0.0"), row);
    }
  }

  @Test
  void aPresetTakesItsInputFromData() {
    Run.of("space", "mlp-cells").refused("preset mlp-cells takes input", "--dataset NAME");
    Run.of("space", "cnn-cells", "--dataset", "digits").printed("space cnn-cells: ");
    Run.of("space", "cnn-cell").refused("preset 'cnn-cell'", "did you mean cnn-cells?");
    Run.of("space", "missing.space.yaml").refused("missing.space.yaml");
  }

  @Test
  void samplesAreTheSameForTheSameSeed() throws IOException {
    Path space = write("vowels.space.yaml", SPACE);
    Run one = Run.of("space", space, "--sample", "5", "--seed", "3");
    assertEquals(one, Run.of("space", space, "--sample", "5", "--seed", "3"));
    assertNotEquals(one, Run.of("space", space, "--sample", "5", "--seed", "4"));
    List<String> lines = one.out().lines().toList();
    assertEquals(
        "encoding,canonical_hash,params,macs,flops,declared_params,declared_macs", lines.get(0));
    assertEquals(6, lines.size());
    for (String line : lines.subList(1, 6)) {
      List<String> fields = Splitter.on(',').splitToList(line);
      assertEquals(7, fields.size(), line);
      assertEquals(64, fields.get(1).length());
      assertEquals(fields.get(0), Architecture.parse(fields.get(0)).encoding());
      assertEquals(fields.subList(2, 4), fields.subList(5, 7)); // nothing is dead here
    }
    Path file = folder.resolve("samples.csv");
    Run.of("space", space, "--sample", "5", "--seed", "3", "--csv", file)
        .printed("samples.csv: 5 architectures");
    assertEquals(lines, Files.readAllLines(file));
  }

  @Test
  void samplesAreDrawnAsTextAndAsSvg() throws IOException {
    Path space = write("vowels.space.yaml", SPACE);
    Run.of("space", space, "--draw").printed("layers\n", "--lstm ").printedNot("encoding,");
    Run two = Run.of("space", space, "--sample", 2, "--draw");
    assertEquals(3, two.out().split("  output = ", -1).length);

    Path file = folder.resolve("one.svg");
    Run.of("space", space, "--svg", file).printed("one.svg");
    assertEquals(1, Files.readString(file).split("<title>vowels</title>", -1).length - 1);
    Path pictures = folder.resolve("pictures");
    Run.of("space", space, "--sample", 2, "--svg", pictures).printed("architecture-1.svg");
    assertEquals(Files.readString(file), Files.readString(pictures.resolve("architecture-0.svg")));
    Run.of("space", space, "--svg", pictures).refused("--svg", "is a folder");
  }

  @Test
  void badArgumentsAreRefused() throws IOException {
    Path space = write("vowels.space.yaml", SPACE);
    Run.of("space", space, "--sample", "0").refused("--sample (0) must be at least 1");
    Run.of("space", space, "--sample", "2", "--csv", folder.resolve("no/where.csv"))
        .refused("--csv", "there is no folder");
    Run.of("space", write("open.space.yaml", SPACE.replaceAll("(?m)^(input|classes).*\\n", "")))
        .refused("input: is missing");
  }
}
