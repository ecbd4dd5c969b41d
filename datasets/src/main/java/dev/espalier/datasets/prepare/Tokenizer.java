package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How a text is cut into tokens. */
public enum Tokenizer {
  /** Runs of letters, digits and apostrophes, in lower case. */
  WORD {
    @Override
    ImmutableList<String> tokens(String text) {
      return WORDS
          .matcher(text.toLowerCase(Locale.ROOT))
          .results()
          .map(MatchResult::group)
          .collect(ImmutableList.toImmutableList());
    }
  },
  /** Unicode characters, as they are. */
  CHAR {
    @Override
    ImmutableList<String> tokens(String text) {
      return text.codePoints()
          .mapToObj(Character::toString)
          .collect(ImmutableList.toImmutableList());
    }
  };

  private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}']+");

  abstract ImmutableList<String> tokens(String text);

  /** The id that files use: {@code word} or {@code char}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The tokenizer of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Tokenizer of(String id) {
    for (Tokenizer tokenizer : values()) {
      if (tokenizer.id().equals(id)) {
        return tokenizer;
      }
    }
    throw new IllegalArgumentException("tokenizer '%s' is not one of word, char".formatted(id));
  }
}
