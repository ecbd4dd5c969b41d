package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code validate} and {@code search} say of spaces that hold no network, or bad ones. */
class BadSpaceTest {
  private static final String GOOD =
      """
      apiVersion: nas-space/v1
      name: tiny
      input: {type: image, height: 8, width: 8, channels: 1}
      classes: 10
      decisions: {channels: {choice: [4, 8]}}
      stem: {op: conv_bn_relu_3x3}
      cells:
        normal: {nodes: 1, edgesPerNode: 1, merge: add, ops: [skip, conv_3x3]}
        reduce: {nodes: 1, edgesPerNode: 1, merge: add, stride: 2, ops: [conv_3x3, max_pool_3x3]}
      macro: [{cell: normal}, {cell: reduce}]
      head: {op: global_avg_pool}
      """;

  private final Path folder;

  BadSpaceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Run validate(String from, String to) throws IOException {
    return Run.of("validate", space(GOOD.replace(from, to)));
  }

  private Path space(String text) throws IOException {
    return Files.writeString(folder.resolve("tiny.space.yaml"), text);
  }

  @Test
  void theSpaceThatAllTheseAreMadeFromIsValid() throws IOException {
    Run.of("validate", space(GOOD)).printed("tiny.space.yaml: a valid space");
  }

  @Test
  void imagesThatShrinkAwayAreRefused() throws IOException {
    String reductions = "{cell: reduce}, ".repeat(6) + "{cell: reduce}]";
    validate("{cell: reduce}]", reductions).refused("tiny.space.yaml:10: macro", "1x1");
  }

  @Test
  void anUnknownOperationIsNamedWithTheOneThatWasMeant() throws IOException {
    validate("[skip, conv_3x3]", "[skip, conv_3_3]")
        .refused("tiny.space.yaml:8: cells.normal.ops[1]", "'conv_3_3'", "conv_3x3")
        .faults(1);
  }

  @Test
  void twoBadValuesOfAListAreTwoFaults() throws IOException {
    validate("[skip, conv_3x3]", "[conv_3_3, skipp]")
        .refused("cells.normal.ops[0]", "cells.normal.ops[1]")
        .faults(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cell: {choice: [lstmm, gruu]}, units: 8",
        "units: {choice: [0, -1]}",
        "units: 8, dropout: {choice: [5, 7]}"
      })
  void twoBadValuesOfAChoiceAreTwoFaults(String options) throws IOException {
    Run.of(
            "validate",
            space(
                "{apiVersion: nas-space/v1, name: bad, family: recurrent, layers: 1, %s}"
                    .formatted(options)))
        .refused("choice[0]", "choice[1]")
        .faults(2);
  }

  /** Nothing would come of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recurrent | cell: lstm, layers: 2, nodes: {int: [2, 4]} | nodes",
        "recurrent | cell: gru, layers: 2, activations: {choice: [tanh, relu]} | activations",
        "recurrent | layers: 1, skip: {choice: [none, residual]} | skip",
        "transformer | layers: 2, width: 8, feedForward: 8, mixing: conv, heads: {choice: [2, 4]} | heads"
      })
  void optionsThatNothingUsesAreRefused(String family, String options, String fault)
      throws IOException {
    String text =
        "{apiVersion: nas-space/v1, name: idle, family: %s, units: 8, %s}"
            .formatted(family, options);
    Run.of("validate", space(family.equals("transformer") ? text.replace("units: 8, ", "") : text))
        .refused(fault, "must be left out, or")
        .faults(1);
  }

  @Test
  void anUnknownCellIsNamed() throws IOException {
    validate("[{cell: normal}", "[{cell: norml}")
        .refused("tiny.space.yaml:10: macro[0].cell", "'norml'", "normal");
  }

  @Test
  void threeFaultsAreThreeMessages() throws IOException {
    Run.of(
            "validate",
            space(
                GOOD.replace("classes: 10", "classes: ten")
                    .replace("[skip, conv_3x3]", "[skip, conv_3_3]")
                    .replace("head:", "haed:")))
        .refused(
            "tiny.space.yaml:4: classes",
            "tiny.space.yaml:8: cells.normal.ops[1]",
            "tiny.space.yaml:11: haed")
        .faults(4);
  }

  @Test
  void aSpaceThatIsNotForTheDataIsRefusedBeforeAFolderIsMade() throws IOException {
    space(GOOD);
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: small}
            dataset: {name: fashion-mnist-mini}
            space: {file: tiny.space.yaml}
            """);
    List<String> before = Run.below(folder);
    Run validated = Run.of("validate", experiment).refused("tiny.space.yaml:3: input", "28x28");
    Run searched = Run.of("search", experiment, "--dir", folder.resolve("run"));
    assertEquals(validated, searched);
    assertEquals(before, Run.below(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "params, max: 1, params <= 1",
    "macs, min: 1000000000000, 1000000000000 <= macs",
    "activation_bytes, max: 255, activation_bytes <= 255",
    "depth, min: 1000, 1000 <= depth",
    "flops, max: 2, flops <= 2"
  })
  void aConstraintThatNoNetworkMeetsIsRefusedBeforeAFolderIsMade(
      String metric, String bound, String broken) throws IOException {
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            apiVersion: nas/v1
            study: {name: small}
            dataset: {name: digits}
            space: {preset: cnn-cells}
            constraints: [{metric: %s, %s}]
            """
                .formatted(metric, bound));
    List<String> before = Run.below(folder);
    Run searched =
        Run.of("search", experiment, "--dir", folder.resolve("run"))
            .refused("experiment.yaml: ", "the nearest breaks %s (it has ".formatted(broken))
            .faults(1);
    assertEquals(searched, Run.of("validate", experiment));
    assertEquals(searched, Run.of("space", experiment));
    assertEquals(before, Run.below(folder));
  }
}
