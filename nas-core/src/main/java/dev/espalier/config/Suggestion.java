package dev.espalier.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word a misspelt one was meant to be. */
public final class Suggestion {
  private Suggestion() {}

  /** The closest known word, if at most a third of its letters (and one more) differ. */
  public static Optional<String> closest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= 1 + candidate.length() / 3)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** {@code must be one of a, b, c}, with a guess if there is one. */
  public static String oneOf(String word, Collection<String> known) {
    String choices = "must be one of " + String.join(", ", known);
    return closest(word, known)
        .map(guess -> "%s; did you mean %s?".formatted(choices, guess))
        .orElse(choices);
  }

  /** Levenshtein's edit distance (1966), blind to upper and lower case. */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
