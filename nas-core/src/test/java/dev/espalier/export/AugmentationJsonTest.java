package dev.espalier.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The {@code augment} key of a recipe in an architecture file. */
class AugmentationJsonTest {
  private static final Path PATH = Path.of("a.json");
  private static final ArchitectureFile FILE =
      ArchitectureFile.builder(Network.builder(new Shape.Image(1, 8, 8)).build())
          .training(
              Recipe.builder()
                  .augment(
                      new Augmentation.Mixup(0.2),
                      new Augmentation.Flip(),
                      new Augmentation.Crop(2),
                      Augmentation.Cutout.scaled(),
                      new Augmentation.Noise(0.05))
                  .build(),
              20)
          .build();
  private static final String TEXT = ArchitectureWriter.text(FILE);

  @Test
  void everyAugmentationIsReadBack() {
    assertEquals(FILE, ArchitectureReader.read(PATH, TEXT));
    assertTrue(TEXT.contains("{ \"type\": \"mixup\", \"alpha\": 0.2 }"), TEXT);
  }

  @Test
  void aFileWithoutTheKeyHasNone() {
    assertFalse(Examples.golden().contains("augment"));
    assertEquals(
        List.of(),
        ArchitectureReader.read(PATH, Examples.golden())
            .training()
            .orElseThrow()
            .recipe()
            .augment());
  }

  @Test
  void faultsNameTheirPlaceAndWhatWouldBeRight() {
    assertEquals(
        "/training/recipe/augment/2: padding (-2) must be at least 1, or 0 for one that fits the"
            + " image",
        fault("\"padding\": 2", "\"padding\": -2"));
    assertEquals(
        "/training/recipe/augment/0: type 'mixin' is not known; known are [flip, crop, cutout,"
            + " noise, mixup]",
        fault("\"mixup\"", "\"mixin\""));
    assertEquals(
        "/training/recipe: augment lists crop twice; each may be there once",
        fault("\"type\": \"flip\"", "\"type\": \"crop\", \"padding\": 1"));
  }

  @Test
  void readerAndSchemaAgree() throws IOException {
    Schema schema = schema();
    assertEquals(List.of(), schema.validate(Examples.json(TEXT)));
    int accepted = 0;
    int refused = 0;
    JsonNode unchanged = Examples.json(TEXT).at("/training/recipe/augment");
    for (JsonNode mutant : Mutations.of(Examples.json(TEXT))) {
      if (mutant.at("/training/recipe/augment").equals(unchanged)) {
        continue;
      }
      try {
        // What was read as an infinity is written as a string, which is another fault.
        ArchitectureReader.read(PATH, mutant.toString().replace("\"Infinity\"", "1e400"));
        accepted++;
        assertEquals(List.of(), schema.validate(mutant), mutant::toString);
      } catch (ConfigException expected) {
        refused++;
        assertFalse(schema.validate(mutant).isEmpty(), mutant::toString);
      }
    }
    assertTrue(accepted > 5 && refused > 100, accepted + " read, " + refused + " refused");
  }

  @Test
  void theSchemaAllowsEachAugmentationOnce() throws IOException {
    for (String name : Augmentation.names()) {
      JsonNode twice = Examples.json(TEXT);
      ArrayNode augment = (ArrayNode) twice.at("/training/recipe/augment");
      for (JsonNode each : augment.deepCopy()) {
        if (each.get("type").textValue().equals(name)) {
          augment.add(each);
        }
      }
      assertEquals(1, schema().validate(twice).size(), name);
    }
  }

  private static String fault(String before, String after) {
    assertTrue(TEXT.contains(before), before);
    ConfigException faulty =
        assertThrows(
            ConfigException.class,
            () -> ArchitectureReader.read(PATH, TEXT.replace(before, after)));
    return faulty.faults().stream()
        .map(Fault::toString)
        .toList()
        .get(0)
        .replaceFirst("^a.json:[0-9]+: ", "");
  }

  private static Schema schema() throws IOException {
    try (InputStream stream =
        ArchitectureFile.class.getResourceAsStream("architecture-1.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ArchitectureJson.MAPPER.readTree(stream));
    }
  }
}
