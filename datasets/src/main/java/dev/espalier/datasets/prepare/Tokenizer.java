package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a text is cut into tokens. */
public enum Tokenizer {
  /** Runs of letters, digits and apostrophes, in lower case. */
  WORD {
    @Override
    Stream<String> stream(String text) {
      return WORDS.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group);
    }
  },
  /** Unicode characters, as they are. */
  CHAR {
    @Override
    Stream<String> stream(String text) {
      return text.codePoints().mapToObj(Character::toString);
    }
  },
  /**
   * Runs of anything but white space, as they are, and the end of each line: for texts that have
   * been cut into tokens already, as those of WikiText have.
   */
  SPACE {
    @Override
    Stream<String> stream(String text) {
      return RUNS.matcher(text).results().map(MatchResult::group);
    }
  };

  private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}']+");
  private static final Pattern RUNS = Pattern.compile("\\n|\\S+");

  /** The tokens of a text, cut as they are asked for. */
  abstract Stream<String> stream(String text);

  /** All tokens of a text. */
  ImmutableList<String> tokens(String text) {
    return stream(text).collect(ImmutableList.toImmutableList());
  }

  /** The id that files use: {@code word}, {@code char} or {@code space}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All ids. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Tokenizer::id).toList();
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
    throw new IllegalArgumentException(
        "tokenizer '%s' is not one of %s".formatted(id, String.join(", ", ids())));
  }
}
