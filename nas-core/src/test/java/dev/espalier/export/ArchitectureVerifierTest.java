package dev.espalier.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureVerifierTest {
  private final Path folder;

  ArchitectureVerifierTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private List<Difference> verify(JsonNode json) {
    Path path = folder.resolve("a.json");
    try {
      Files.writeString(path, json.toString());
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
    return ArchitectureVerifier.verify(ArchitectureFile.read(path));
  }

  private static ObjectNode golden() {
    return (ObjectNode) Examples.json(Examples.golden());
  }

  private List<String> pointersAfter(Consumer<ObjectNode> edit) {
    ObjectNode json = golden();
    edit.accept(json);
    return verify(json).stream().map(Difference::pointer).toList();
  }

  private static ObjectNode layer(ObjectNode json, String key) {
    for (JsonNode node : json.at("/network/nodes")) {
      if (node.get("key").textValue().equals(key)) {
        return (ObjectNode) node.get("layer");
      }
    }
    throw new AssertionError("no node " + key);
  }

  @Test
  void anUntouchedFileHasNoDifference() {
    assertEquals(List.of(), verify(golden()));
  }

  @Test
  void anAlteredHashIsFound() {
    assertEquals(
        List.of("/canonicalHash"),
        pointersAfter(json -> json.put("canonicalHash", "0".repeat(64))));
    assertEquals(
        List.of("/declaredHash"), pointersAfter(json -> json.put("declaredHash", "0".repeat(64))));
  }

  @Test
  void everyAlteredFigureIsFoundWhereItIs() {
    List<String> figures = new ArrayList<>();
    figures(golden().get("cost"), "/cost", figures);
    assertTrue(figures.size() > 50, "too few figures: " + figures);
    for (String figure : figures) {
      ObjectNode json = golden();
      int name = figure.lastIndexOf('/');
      ObjectNode parent = (ObjectNode) json.at(figure.substring(0, name));
      long stated = parent.get(figure.substring(name + 1)).longValue();
      parent.set(figure.substring(name + 1), LongNode.valueOf(stated + 1));
      assertEquals(List.of(new Difference(figure, "" + (stated + 1), "" + stated)), verify(json));
    }
  }

  private static void figures(JsonNode json, String pointer, List<String> found) {
    if (json.isNumber()) {
      found.add(pointer);
    }
    json.properties()
        .forEach(entry -> figures(entry.getValue(), pointer + "/" + entry.getKey(), found));
    for (int i = 0; json.isArray() && i < json.size(); i++) {
      figures(json.get(i), pointer + "/" + i, found);
    }
  }

  @Test
  void anAlteredKernelIsFoundInHashAndCost() {
    List<String> found =
        pointersAfter(
            json -> ((ObjectNode) layer(json, "stem.conv").get("window")).put("kernelWidth", 5));
    assertTrue(
        found.containsAll(
            List.of("/canonicalHash", "/cost/params", "/cost/macs", "/cost/byLayer/1/macs")),
        found::toString);
  }

  @Test
  void anAlteredActivationIsFoundThoughItCostsTheSame() {
    assertEquals(
        List.of("/canonicalHash", "/declaredHash"),
        pointersAfter(json -> layer(json, "stem.relu").put("function", "gelu")));
  }

  @Test
  void anAlterationOfADeadLayerIsFound() {
    assertEquals(
        List.of("/declaredHash"),
        pointersAfter(json -> layer(json, "c0.dead").put("function", "gelu")));
  }

  @Test
  void aFileWithoutDeclaredHashIsVerifiedByTheRest() {
    assertEquals(List.of(), pointersAfter(json -> json.remove("declaredHash")));
    assertFalse(
        pointersAfter(
                json -> {
                  json.remove("declaredHash");
                  layer(json, "stem.relu").put("function", "gelu");
                })
            .isEmpty());
  }

  @Test
  void aMissingLayerCostIsFound() {
    List<Difference> differences = new ArrayList<>();
    ObjectNode json = golden();
    ((ArrayNode) json.at("/cost/byLayer")).remove(0);
    differences.addAll(verify(json));
    assertEquals("/cost/byLayer", differences.get(0).pointer());
    assertEquals("/cost/byLayer/0/key", differences.get(1).pointer());
  }

  @Test
  void aGenotypeThatMeansAnotherNetworkIsFound() {
    ArchitectureFile file = Examples.file();
    assertEquals(List.of(), ArchitectureVerifier.verifyGenotype(file, Examples.network().live()));
    Network other = Network.builder(Examples.network().inputShape()).build();
    assertEquals(
        List.of(new Difference("/genotype", other.canonicalHash(), file.canonicalHash())),
        ArchitectureVerifier.verifyGenotype(file, other));
  }

  @Test
  void differencesSayWhatIsStatedAndWhatIsSo() {
    assertEquals(
        "/cost/macs: the file says 5, its network gives 6",
        new Difference("/cost/macs", "5", "6").toString());
  }
}
