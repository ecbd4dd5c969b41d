package dev.espalier.datasets.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.Tokenizer;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DatasetSpecTest {

  private static void refused(UnaryOperator<DatasetSpec.Builder> settings) {
    DatasetSpec.Builder builder = settings.apply(DatasetSpec.at(Path.of("data.csv")));
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @Test
  void defaultsAreAFifthForValidationAndSeedZero() {
    DatasetSpec spec = DatasetSpec.named("digits").build();
    assertEquals(0.2, spec.validationFraction());
    assertEquals(0, spec.splitSeed());
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    refused(spec -> spec.validationFraction(0));
    refused(spec -> spec.validationFraction(1));
    refused(spec -> spec.validationFraction(Double.NaN));
    refused(spec -> spec.maxLength(0));
    refused(spec -> spec.maxVocabulary(0));
    refused(spec -> spec.height(0).width(3));
    refused(spec -> spec.channels(2));
    assertThrows(IllegalArgumentException.class, () -> new TestSplit.Fraction(1.0));
  }

  @Test
  void contradictionsAreRefused() {
    refused(spec -> spec.group("a").order("b"));
    refused(spec -> spec.height(8));
    refused(spec -> spec.label("a", "b").task(LearningTask.CLASSIFICATION));
    DatasetSpec.Builder named = DatasetSpec.named("digits").label("c65");
    assertThrows(IllegalArgumentException.class, named::build);
    DatasetSpec.Builder series = DatasetSpec.named("digits").series("id");
    assertThrows(IllegalArgumentException.class, series::build);
  }

  @Test
  void idsAreThoseOfTheFiles() {
    assertEquals(DataFormat.CSV, DataFormat.of("csv"));
    assertThrows(IllegalArgumentException.class, () -> DataFormat.of("CSV"));
    assertEquals(Tokenizer.WORD, Tokenizer.of("word"));
    assertThrows(IllegalArgumentException.class, () -> Tokenizer.of("bpe"));
    assertEquals(Tokenizer.SPACE, Tokenizer.of("space"));
    assertEquals(DataFormat.LANGUAGE_MODEL, DataFormat.of("language_model"));
    assertEquals(TextEncoding.TOKENS, TextEncoding.of("tokens"));
    assertThrows(IllegalArgumentException.class, () -> TextEncoding.of("token"));
  }
}
