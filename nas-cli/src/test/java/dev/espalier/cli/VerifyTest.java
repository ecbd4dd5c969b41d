package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nas verify} on a file that a search would leave, untouched and altered. */
class VerifyTest {
  private final Path folder;

  VerifyTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void differs(String pointer, Consumer<ObjectNode> edit) {
    Run run = Run.of("verify", Winner.write(folder, edit));
    assertEquals(ExitCode.DIFFERENCE, run.code(), run::toString);
    assertEquals("", run.out());
    assertTrue(run.err().contains("best-architecture.json" + pointer + ": "), run::toString);
    assertTrue(run.err().lines().allMatch(line -> line.startsWith("nas: ")), run::toString);
  }

  @Test
  void anUntouchedFileIsVerified() {
    Run.of("verify", Winner.write(folder)).printed("best-architecture.json: verified; hash ");
  }

  @Test
  void aFileThatWasOnlyFormattedAnewIsVerified() {
    Run.of("verify", Winner.write(folder, json -> {})).printed("verified");
  }

  @Test
  void anAlteredConvolutionIsADifference() {
    differs(
        "/canonicalHash",
        json -> {
          ObjectNode window = (ObjectNode) Winner.layer(json, "conv2d").get("window");
          window.put("dilation", window.get("dilation").intValue() + 1);
        });
  }

  @Test
  void anAlteredDenseLayerIsADifference() {
    differs(
        "/canonicalHash",
        json -> {
          ObjectNode dense = Winner.layer(json, "dense");
          dense.put("bias", !dense.get("bias").booleanValue());
        });
  }

  @Test
  void anAlteredActivationIsADifference() {
    differs("/canonicalHash", json -> Winner.layer(json, "activation").put("function", "sigmoid"));
  }

  @Test
  void anAlteredTotalOfMacsIsADifference() {
    differs(
        "/cost/macs",
        json -> {
          ObjectNode cost = (ObjectNode) json.get("cost");
          cost.put("macs", cost.get("macs").longValue() + 1);
        });
  }

  @Test
  void anAlteredMacsOfOneLayerIsADifference() {
    differs(
        "/cost/byLayer/0/macs",
        json -> {
          ObjectNode layer = (ObjectNode) json.at("/cost/byLayer/0");
          layer.put("macs", layer.get("macs").longValue() + 1);
        });
  }

  @Test
  void anAlteredHashIsADifference() {
    differs(
        "/canonicalHash",
        json -> {
          String hash = json.get("canonicalHash").textValue();
          json.put("canonicalHash", (hash.startsWith("0") ? "1" : "0") + hash.substring(1));
        });
  }

  @Test
  void anAlteredDecisionIsADifference() {
    differs(
        "/genotype",
        json -> {
          ObjectNode genotype = (ObjectNode) json.get("genotype");
          String first = genotype.fieldNames().next();
          genotype.put(first, "no such choice");
        });
  }

  @Test
  void anAlteredSpaceIsADifference() {
    differs("/space/hash", json -> ((ArrayNode) json.at("/space/spec/cells/normal/ops")).remove(0));
  }
}
