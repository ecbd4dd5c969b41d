package dev.espalier.datasets.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreprocessingJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TargetEncoding CLASSES = TargetEncoding.classes(List.of("no", "yes"));

  static List<Preprocessing> all() {
    return List.of(
        new ImagePreprocessing(
            1, 2, 3, List.of(new Scale(0.1, 1.0 / 3)), List.of("c1"), 16, CLASSES),
        new TablePreprocessing(
            List.of(
                new FeatureColumn.Numeric("age", new Scale(40.5, 12.25)),
                new FeatureColumn.Categorical("colour", List.of("blue", "red"))),
            TargetEncoding.values(List.of("price"), List.of(new double[] {1}, new double[] {2}))),
        new TextPreprocessing("text", Tokenizer.CHAR, 8, List.of("a", "\n", "é"), CLASSES));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsWrittenIsReadBackEqual(Preprocessing preprocessing) throws JsonProcessingException {
    String json = JSON.writeValueAsString(preprocessing);
    assertEquals(preprocessing, JSON.readValue(json, Preprocessing.class));
    assertFalse(json.contains("espalier"), "no class name in " + json);
  }

  @Test
  void keysAndIdsAreThoseOfTheFileFormat() throws JsonProcessingException {
    JsonNode image = JSON.readTree(JSON.writeValueAsString(all().get(0)));
    assertEquals("image", image.get("type").asText());
    assertEquals("yes", image.get("labels").get(1).asText());
    assertEquals(0.1, image.get("normalization").get(0).get("mean").asDouble());
    JsonNode text = JSON.readTree(JSON.writeValueAsString(all().get(2)));
    assertEquals("char", text.get("tokenizer").asText());
    assertEquals(8, text.get("maxLength").asInt());
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThrows(
        JsonProcessingException.class,
        () -> JSON.readValue("{\"type\":\"sound\"}", Preprocessing.class));
  }
}
