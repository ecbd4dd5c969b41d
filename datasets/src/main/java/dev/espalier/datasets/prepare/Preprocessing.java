package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.espalier.datasets.example.FeatureShape;

/**
 * Everything that turns raw inputs into the features a model was trained on, and the model's
 * outputs into labels or values. Learned from the training split alone; immutable; Jackson reads
 * and writes it, with a stable {@code type} id.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ImagePreprocessing.class, name = "image"),
  @JsonSubTypes.Type(value = LanguagePreprocessing.class, name = "language_model"),
  @JsonSubTypes.Type(value = SeriesPreprocessing.class, name = "series"),
  @JsonSubTypes.Type(value = TablePreprocessing.class, name = "table"),
  @JsonSubTypes.Type(value = TextPreprocessing.class, name = "text"),
  @JsonSubTypes.Type(value = TokenPreprocessing.class, name = "tokens")
})
public sealed interface Preprocessing
    permits ImagePreprocessing,
        LanguagePreprocessing,
        SeriesPreprocessing,
        TablePreprocessing,
        TextPreprocessing,
        TokenPreprocessing {

  /** Shape of the features that come out. */
  FeatureShape shape();

  /** How to read a model's outputs. */
  TargetEncoding targets();
}
