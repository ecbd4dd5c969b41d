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
import org.junit.jupiter.params.provider.ValueSource;

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
        new TextPreprocessing("text", Tokenizer.CHAR, 8, List.of("a", "\n", "é"), CLASSES),
        new TokenPreprocessing(
            "text", Tokenizer.WORD, 8, Vocabulary.of(List.of("<pad>", "<unk>", "a")), CLASSES),
        new LanguagePreprocessing(
            Tokenizer.SPACE, 9, Vocabulary.of(List.of("<pad>", "<unk>", "\n"))),
        new SeriesPreprocessing(
            List.of("x", "y"),
            List.of(new Scale(0.5, 2), new Scale(1, 1)),
            7,
            "id",
            null,
            CLASSES));
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
  void sequencesKeepVocabularyLengthAndScales() throws JsonProcessingException {
    JsonNode tokens = JSON.readTree(JSON.writeValueAsString(all().get(3)));
    assertEquals("tokens", tokens.get("type").asText());
    assertEquals("a", tokens.get("vocabulary").get(2).asText());
    assertEquals("no", tokens.get("labels").get(0).asText());
    JsonNode language = JSON.readTree(JSON.writeValueAsString(all().get(4)));
    assertEquals("language_model", language.get("type").asText());
    assertEquals(9, language.get("maxLength").asInt());
    assertFalse(language.has("labels"), "they are the vocabulary: " + language);
    JsonNode series = JSON.readTree(JSON.writeValueAsString(all().get(5)));
    assertEquals("series", series.get("type").asText());
    assertEquals(2.0, series.get("normalization").get(0).get("std").asDouble());
    assertEquals("id", series.get("series").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'tokens','column':'t','tokenizer':'word','maxLength':0,'vocabulary':['<pad>','<unk>','a'],'labels':['a','b'],'values':[]}",
        "{'type':'language_model','tokenizer':'char','maxLength':0,'vocabulary':['<pad>','<unk>','a']}",
        "{'type':'language_model','tokenizer':'char','maxLength':4,'vocabulary':['a','b','c']}",
        "{'type':'language_model','tokenizer':'char','maxLength':4,'vocabulary':['<pad>','<unk>']}",
        "{'type':'language_model','tokenizer':'char','maxLength':4,'vocabulary':['<pad>','<unk>','a','a']}",
        "{'type':'series','channels':['x'],'normalization':[],'maxLength':4,'labels':['a','b'],'values':[]}",
        "{'type':'series','channels':['x'],'normalization':[{'mean':0,'std':1}],'maxLength':0,'labels':['a','b'],'values':[]}"
      })
  void sequencesThatMakeNoSenseAreRefused(String json) {
    assertThrows(
        JsonProcessingException.class,
        () -> JSON.readValue(json.replace('\'', '"'), Preprocessing.class));
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThrows(
        JsonProcessingException.class,
        () -> JSON.readValue("{\"type\":\"sound\"}", Preprocessing.class));
  }
}
