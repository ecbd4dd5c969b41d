package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.Domain;

/**
 * A setting of a family of spaces that a description fixes or leaves open. Immutable.
 *
 * @param key name in files, and of the decision
 * @param words the values that it may have, the default first; none for a whole number
 * @param most the largest whole number, the smallest being 1; 0 for words
 * @param usual the default of a whole number; 0 if it must be given
 * @param layered whether each layer may decide it for itself, where a description says so
 * @param kind what its decision is about
 */
public record Option(
    String key,
    ImmutableList<String> words,
    int most,
    int usual,
    boolean layered,
    DecisionKind kind) {

  /** One of these words; the first is the default. */
  public static Option words(String key, String... words) {
    return new Option(key, ImmutableList.copyOf(words), 0, 0, false, DecisionKind.OPERATION);
  }

  /** A whole number from 1 to a most, which must be given. */
  public static Option number(String key, int most) {
    return new Option(key, ImmutableList.of(), most, 0, false, DecisionKind.WIDTH);
  }

  /** A whole number from 1 to a most, with a default. */
  public static Option number(String key, int most, int usual) {
    return new Option(key, ImmutableList.of(), most, usual, false, DecisionKind.WIDTH);
  }

  /** The same, which each layer may decide for itself. */
  public Option forLayers() {
    return new Option(key, words, most, usual, true, kind);
  }

  /** The same, said to be about something. */
  public Option about(DecisionKind what) {
    return new Option(key, words, most, usual, layered, what);
  }

  boolean isNumber() {
    return words.isEmpty();
  }

  boolean isRequired() {
    return isNumber() && usual == 0;
  }

  /** What holds where nothing is said; harmless where something must be. */
  Domain standard() {
    int number = Math.max(1, usual);
    return isNumber() ? Domain.range(number, number) : Domain.choice(words.get(0));
  }

  boolean allows(String value) {
    return isNumber() ? isWhole(value) && Integer.parseInt(value) <= most : words.contains(value);
  }

  static boolean isWhole(String value) {
    return value.matches("[1-9][0-9]{0,8}");
  }

  String remedy() {
    return isNumber()
        ? "must be a whole number from 1 to %s".formatted(most)
        : "must be one of " + String.join(", ", words);
  }
}
