package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;

/**
 * Tokens by number. Number 0 is the padding, 1 every token that is not known (texts may spell it
 * {@code <unk>} themselves, as those of WikiText do), the others are tokens of the training split,
 * the most frequent first. Immutable; JSON holds it as the list of its tokens.
 */
public final class Vocabulary {
  /** Tokens that a vocabulary holds where the caller sets no limit, without the first two. */
  public static final int DEFAULT_LIMIT = 10_000;

  /** Number of the padding. */
  public static final int PADDING = 0;

  /** Number of tokens that are not known. */
  public static final int UNKNOWN = 1;

  private static final ImmutableList<String> RESERVED = ImmutableList.of("<pad>", "<unk>");

  private final ImmutableList<String> tokens;
  private final ImmutableMap<String, Integer> numbers;

  private Vocabulary(ImmutableList<String> tokens) {
    ImmutableMap.Builder<String, Integer> byToken = ImmutableMap.builder();
    for (int number = RESERVED.size(); number < tokens.size(); number++) {
      byToken.put(tokens.get(number), number);
    }
    this.tokens = tokens;
    this.numbers = byToken.buildOrThrow();
  }

  /**
   * By its tokens.
   *
   * @param tokens {@code <pad>}, {@code <unk>}, and at least one more
   * @throws IllegalArgumentException if these are other tokens, or one is there twice
   */
  @JsonCreator
  public static Vocabulary of(List<String> tokens) {
    int reserved = RESERVED.size();
    if (tokens.size() <= reserved || !tokens.subList(0, reserved).equals(RESERVED)) {
      throw new IllegalArgumentException(
          "a vocabulary of %s tokens must begin with %s and hold at least one more"
              .formatted(tokens.size(), RESERVED));
    }
    if (ImmutableSet.copyOf(tokens).size() != tokens.size()) {
      throw new IllegalArgumentException("a token is there twice in a vocabulary");
    }
    return new Vocabulary(ImmutableList.copyOf(tokens));
  }

  /** The most frequent tokens; empty if there are none but reserved ones. */
  static Optional<Vocabulary> of(TokenCounts counts, int limit) {
    ImmutableList<String> frequent = counts.mostFrequent(limit, ImmutableSet.copyOf(RESERVED));
    return frequent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            of(ImmutableList.<String>builder().addAll(RESERVED).addAll(frequent).build()));
  }

  /** All tokens by number. */
  @JsonValue
  public ImmutableList<String> tokens() {
    return tokens;
  }

  /** Number of tokens, the first two included. */
  public int size() {
    return tokens.size();
  }

  /** The number of a token of a text; never that of the padding. */
  public int number(String token) {
    return numbers.getOrDefault(token, UNKNOWN);
  }

  /** Whether it holds a token of a text. */
  public boolean knows(String token) {
    return numbers.containsKey(token);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary vocabulary && tokens.equals(vocabulary.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  @Override
  public String toString() {
    return "vocabulary of " + size();
  }
}
