package dev.espalier.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureSchemaTest {
  private final JsonNode text = text();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);

  private static JsonNode text() {
    try (InputStream stream =
        ArchitectureFile.class.getResourceAsStream("architecture-1.schema.json")) {
      return ArchitectureJson.MAPPER.readTree(stream);
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  @Test
  void theExampleConforms() {
    assertEquals(List.of(), schema.validate(Examples.json(Examples.golden())));
  }

  @Test
  void sectionsAreThoseThatAreRead() {
    List<String> sections = new ArrayList<>();
    text.get("properties").fieldNames().forEachRemaining(sections::add);
    assertEquals(ArchitectureReader.SECTIONS, sections);
    Set<String> required = new TreeSet<>();
    text.get("required").forEach(name -> required.add(name.textValue()));
    assertEquals(new TreeSet<>(ArchitectureReader.REQUIRED), required);
    assertEquals(
        NetworkSection.MOST_NODES,
        text.at("/properties/network/properties/nodes/maxItems").intValue());
  }

  @Test
  void everyLayerButTheInputIsDescribed() {
    Set<String> layers =
        Arrays.stream(Layer.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name)
            .collect(Collectors.toCollection(TreeSet::new));
    layers.remove("input");
    Set<String> described = new TreeSet<>();
    text.at("/$defs/layer/oneOf")
        .forEach(layer -> described.add(layer.at("/properties/type/const").textValue()));
    assertEquals(layers, described);
  }

  /** Reader and schema agree on files with one value replaced, left out or added. */
  @Test
  void whateverIsReadConforms() {
    int accepted = 0;
    int refused = 0;
    Path path = Path.of("mutant.json");
    JsonNode golden = Examples.json(Examples.golden());
    ArrayNode byLayer = (ArrayNode) golden.at("/cost/byLayer");
    while (byLayer.size() > 2) {
      byLayer.remove(2); // one is like the other
    }
    for (JsonNode mutant : Mutations.of(golden)) {
      try {
        // What was read as an infinity is written as a string, which is another fault.
        ArchitectureReader.read(path, mutant.toString().replace("\"Infinity\"", "1e400"));
        accepted++;
        assertEquals(List.of(), schema.validate(mutant), mutant::toString);
      } catch (ConfigException expected) {
        refused++;
        for (String message : expected.faults().stream().map(Fault::toString).toList()) {
          assertTrue(message.matches("\\Q" + path + "\\E:\\d+: .+"), message);
          assertTrue(!message.contains("dev.espalier") && !message.contains("`"), message);
        }
      }
    }
    assertTrue(accepted > 300 && refused > 2000, accepted + " read, " + refused + " refused");
  }
}
