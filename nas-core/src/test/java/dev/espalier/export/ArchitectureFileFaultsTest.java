package dev.espalier.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Activation;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureFileFaultsTest {
  private final Path folder;
  private Path path;

  ArchitectureFileFaultsTest(@TempDir Path folder) {
    this.folder = folder;
    path = folder.resolve("a.json");
  }

  /** Messages about a file of this text, less the name of the file. */
  private List<String> faults(String text) throws IOException {
    Files.writeString(path, text);
    return faults();
  }

  private List<String> faults() {
    ConfigException error = assertThrows(ConfigException.class, () -> ArchitectureFile.read(path));
    assertEquals(
        String.join("\n", error.faults().stream().map(Fault::toString).toList()),
        error.getMessage());
    return error.faults().stream().map(Fault::toString).toList().stream()
        .map(message -> message.replace(path.toString(), ""))
        .toList();
  }

  private static String edited(String before, String after) {
    String golden = Examples.golden();
    int at = golden.indexOf(before);
    assertTrue(at >= 0, () -> "the example does not hold " + before);
    return golden.substring(0, at) + after + golden.substring(at + before.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the file
          "audit": null            | "audit": null,           | :168: is not JSON as it must be: Unexpected character ('}' (code 125)): was expecting double-quote to start field name
          "id": "digits-17"        | "formatVersion": "1.4"   | :4: is not JSON as it must be: Duplicate field 'formatVersion'
          "value": 0.91            | "value": NaN             | :104: is not JSON as it must be: Non-standard token 'NaN'
          "declaredHash"           | "declaredHush"           | :6: /declaredHush: is not known here; known are [$schema, formatVersion, id, task, canonicalHash, declaredHash, space, genotype, network, conventions, cost, metrics, training, preprocessing, data, search, provenance]
          "1.4"                    | "one"                    | :3: /formatVersion: formatVersion 'one' cannot be read; this version of Espalier reads 1.x
          "2a9c1                   | "2A9C1                   | :6: /declaredHash: declaredHash '2A9C1bd6e33981f33930b3412b9285c17ad0737e1769fc71dbb3c68e7ab4e0e6' must be 64 lower-case hex digits
          # types
          "filters": 4             | "filters": "4"           | :26: /network/nodes/0/layer/filters: is "4"; it must be a whole number
          "filters": 4             | "filters": 2.5           | :26: /network/nodes/0/layer/filters: is 2.5; it must be a whole number
          "filters": 4             | "filters": 99999999999   | :26: /network/nodes/0/layer/filters: Numeric value (99999999999) out of range of int (-2147483648 - 2147483647)
          "bias": true             | "bias": null             | :30: /network/nodes/4/layer/bias: is null; it needs a value
          "bias": true             | "bias": 1                | :30: /network/nodes/4/layer/bias: is 1; it must be true or false
          "stride": 1, "dilation"  | "stride": 1, "dilution": 2, "dilation" | :26: /network/nodes/0/layer/window/dilution: is not known here; known are [dilation, kernelHeight, kernelWidth, padding, stride]
          "stride": 1, "dilation": 1 | "stride": 1            | :26: /network/nodes/0/layer/window/dilation: is missing
          "inputs": [ "stem.conv" ] | "inputs": "stem.conv"   | :27: /network/nodes/1/inputs: is "stem.conv"; it must be an array
          "inputs": [ "stem.conv" ] | "inputs": [ null ]      | :27: /network/nodes/1/inputs/0: is null; it needs a value
          "channels": "4"          | "channels": 4            | :15: /genotype/channels: is 4; it must be a string
          "validation": 287        | "validation": null       | :145: /data/counts/validation: is null; it needs a value
          # values
          "function": "relu"       | "function": "rule"       | :28: /network/nodes/2/layer/function: is "rule"; it must be one of ["relu","relu6","leaky_relu","elu","tanh","sigmoid","hard_swish","swish","gelu"]
          "type": "same"           | "type": "full"           | :26: /network/nodes/0/layer/window/padding: type 'full' is not known; known are [same, explicit]
          "type": "same"           | "pixels": 1              | :26: /network/nodes/0/layer/window/padding: lacks a "type", one of [same, explicit]
          "units": 10              | "units": 0               | :39: /network/nodes/13/layer: units (0) must be at least 1
          "height": 8,             | "height": 0,             | :19: /network/input: height (0) must be at least 1
          "learningRate": 0.05     | "learningRate": -1       | :116: /training/recipe: learningRate (-1.0) must be above 0
          "macs": 7248             | "macs": -7248            | :74: /cost: params (2734), macs (-7248) and flops (18612) must not be negative
          "value": 0.91            | "value": 1e400           | :103: /metrics/val_accuracy: value (Infinity) must be finite
          4.88                     | 1e400                    | :131: /preprocessing: preprocessing holds NaN or an infinity; all its numbers must be finite
          # the graph
          "inputs": [ "input" ]    | "inputs": [ "inptu" ]    | :26: /network/nodes/0/inputs/0: 'inptu' is no key of a node before this one
          "inputs": [ "stem.conv" ] | "inputs": [ "stem.norm" ] | :27: /network/nodes/1/inputs/0: 'stem.norm' is no key of a node before this one
          "inputs": [ "stem.conv" ] | "inputs": []            | :27: /network/nodes/1: stem.norm (BatchNorm[]): takes one input, got 0
          "key": "head.logits"     | "key": "head.wide"       | :41: /network/nodes/15: key 'head.wide' (Add[]) is taken; keys must be unique
          "height": 2, "width": 2  | "height": 0, "width": 0  | :34: /network/nodes/8: c0.sum (Add[]): adds inputs of one shape, got [4x8x8, 4x4x4, 4x8x8]
          "type": "batch_norm"     | "type": "input", "shape": { "type": "vector", "features": 3 } | :27: /network/nodes/1: stem.norm (Input[shape=3]): a network has one input, the node keyed 'input'
          """)
  void eachFaultIsNamedWithItsPlaceAndWhatWouldBeRight(String before, String after, String expected)
      throws IOException {
    assertEquals(List.of(expected), faults(edited(before, after)));
  }

  @Test
  void aNetworkWithoutAPathFromInputToOutputIsRefused() throws IOException {
    String text =
        edited(
            "\"type\": \"batch_norm\" }, \"inputs\": [ \"stem.conv\" ]",
            "\"type\": \"zero\", \"shape\": { \"type\": \"image\", \"channels\": 4,"
                + " \"height\": 8, \"width\": 8 } }, \"inputs\": []");
    assertEquals(
        List.of(
            ":18: /network: output head.logits (Add[]) does not depend on the input: every"
                + " path to it passes a zero"),
        faults(text));
  }

  @Test
  void aLayerThatNoMemoryHoldsIsRefused() throws IOException {
    List<String> faults =
        faults(edited("\"units\": 10, \"bias\": true", "\"units\": 2000000000, \"bias\": true"));
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(
        faults.get(0).endsWith("puts out 2000000000 numbers; at most 100000000 are read"),
        faults::toString);
  }

  @Test
  void moreEdgesThanAnyNetworkHasAreRefused() throws IOException {
    List<String> faults =
        faults(
            edited(
                "\"inputs\": [ \"head.wide\", \"head.narrow\" ]",
                "\"inputs\": [ " + "\"head.wide\", ".repeat(20_000) + "\"head.narrow\" ]"));
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.get(0).endsWith("inputs together; at most 20000 are read"), faults::toString);
  }

  @Test
  void allFaultsAreNamedAtOnce() throws IOException {
    String text =
        Examples.golden()
            .replace("\"params\": ", "\"params\": -")
            .replace("\"function\": \"relu\"", "\"function\": \"rule\"")
            .replace("\"epochs\": 20", "\"epochs\": 0")
            .replace("\"rate\": 0.25", "\"rate\": 1.25");
    List<String> faults = faults(text);
    assertEquals(4, faults.size(), faults::toString);
  }

  @Test
  void otherMajorVersionsAreRefusedWithoutLookingFurther() throws IOException {
    assertEquals(
        List.of(
            ":1: /formatVersion: formatVersion '2.0' cannot be read; this version of"
                + " Espalier reads 1.x"),
        faults("{\"formatVersion\": \"2.0\", \"graph\": {}}"));
  }

  @Test
  void laterMinorVersionsAreReadAsFarAsTheyAreKnown() throws IOException {
    Files.writeString(path, edited("\"1.4\"", "\"1.7\""));
    assertEquals("1.7", ArchitectureFile.read(path).formatVersion());
  }

  @Test
  void requiredSectionsAreMissed() throws IOException {
    assertEquals(
        List.of(
            ":1: /formatVersion: is missing",
            ":1: /canonicalHash: is missing",
            ":1: /cost: is missing",
            ":1: /network: is missing"),
        faults("{}"));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] bytes = Examples.golden().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < bytes.length - 2; length += 7) {
      Files.write(path, Arrays.copyOf(bytes, length));
      assertEquals(1, faults().size());
    }
  }

  @Test
  void randomBytesAreRefused() throws IOException {
    Random random = new Random(41);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      Files.write(path, bytes);
      assertEquals(1, faults().size());
    }
  }

  @Test
  void textInAnotherEncodingIsRefused() throws IOException {
    Files.write(path, "{\"id\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(List.of(": is not text in UTF-8, as JSON must be"), faults());
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    List<String> faults = faults("{\"preprocessing\": " + "[".repeat(100_000));
    assertTrue(faults.get(0).contains("nesting depth"), faults::toString);
  }

  @Test
  void filesThatAreNotThereAreRefused() {
    assertEquals(List.of(": is not there, or no file"), faults());
    path = folder;
    assertEquals(List.of(": is not there, or no file"), faults());
  }

  @Test
  void networksOfTooManyNodesAreNeitherReadNorWritten() throws IOException {
    Network.Builder network = Network.builder(new Shape.Vector(1));
    for (int i = 0; i < 5_001; i++) {
      network.add("n" + i, Activation.relu(), i);
    }
    ArchitectureFile.Builder builder = ArchitectureFile.builder(network.build());
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, builder::build);
    assertEquals(
        "network has 5001 nodes besides its input; a file holds at most 5000", error.getMessage());
    String node = "{\"key\": \"n\", \"layer\": {\"type\": \"add\"}, \"inputs\": []}";
    String nodes = String.join(",", Collections.nCopies(5_001, node));
    String shape = "{\"type\": \"vector\", \"features\": 1}";
    List<String> faults =
        faults("{\"network\": {\"input\": %s, \"nodes\": [%s]}}".formatted(shape, nodes));
    assertTrue(
        faults.contains(":1: /network/nodes: holds 5001 nodes; at most 5000 are read"),
        faults::toString);
  }

  @Test
  void hugeFilesAreRefusedUnread() throws IOException {
    Files.writeString(path, " ".repeat(ArchitectureReader.MOST_BYTES + 1));
    assertEquals(List.of(": holds 33554433 bytes; at most 33554432 are read"), faults());
  }
}
