package dev.espalier.datasets.example;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the targets of a dataset are. */
public enum LearningTask {
  /** One class of a fixed set. */
  CLASSIFICATION,
  /** One or more real values. */
  REGRESSION,
  /** The next token, at each step of a sequence. */
  LANGUAGE_MODEL;

  /** The id that files use, such as {@code language_model}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
