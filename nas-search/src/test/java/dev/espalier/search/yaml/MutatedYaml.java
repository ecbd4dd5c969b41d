package dev.espalier.search.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Breaks text as people, editors and programs do. Not thread-safe. */
final class MutatedYaml {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])\\d+(\\.\\d+)?(?![\\w.])");
  private static final Pattern KEY = Pattern.compile("\\w+(?=:)");
  private static final Pattern WORD = Pattern.compile("(?<=[:,\\[] )[\\w.-]+|(?<=\\[)[\\w.-]+");
  private static final Pattern VALUE = Pattern.compile("(?<=: )[^,{}\\[\\]\\n]+");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "65536",
          "2147483648",
          "99999999999999999999999",
          "1e400",
          "NaN",
          ".nan",
          ".inf",
          "3.5",
          "0x10",
          "1_000",
          "many",
          "''");
  private static final List<String> VALUES =
      List.of(
          "[]",
          "{}",
          "null",
          "~",
          "''",
          "true",
          "[1, 2, 3]",
          "{a: b}",
          "{int: [1, 65536]}",
          "{int: [3, 1]}",
          "{choice: []}",
          "{choice: [1, 1]}",
          "{each: [2, 4]}",
          "[[[]]]",
          "!!int x",
          "!java.lang.Runtime {}",
          "*nothing",
          "&a [*a]",
          "&b {b: *b}",
          "|",
          ">-",
          "'",
          "\"",
          "%",
          "@",
          "? x",
          "<<: {a: b}",
          "- x",
          "2026-01-31",
          "é",
          "\uD83D\uDE00");
  private static final List<String> CHARACTERS =
      List.of(
          "\u0000", "\u0007", "\u001b", "\u0085", "\u2028", "\uFEFF", "\uD800", "\t", "\r", "#");

  private final Random random;

  MutatedYaml(long seed) {
    random = new Random(seed);
  }

  /** The text after one to four changes; others lend a line now and then. */
  String of(String text, List<String> others) {
    String mutated = text;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated = changed(mutated, others);
    }
    return mutated;
  }

  private String changed(String text, List<String> others) {
    return switch (random.nextInt(12)) {
      case 0 -> lines(text, lines -> lines.remove(random.nextInt(lines.size())));
      case 1 -> lines(text, lines -> lines.add(random.nextInt(lines.size()), oneOf(lines)));
      case 2 ->
          lines(
              text,
              lines ->
                  Collections.swap(
                      lines, random.nextInt(lines.size()), random.nextInt(lines.size())));
      case 3 ->
          lines(
              text,
              lines ->
                  lines.add(random.nextInt(lines.size()), oneOf(oneOf(others).lines().toList())));
      case 4 -> lines(text, this::indented);
      case 5, 6 -> replaced(text, NUMBER, oneOf(NUMBERS));
      case 7 -> replaced(text, KEY, oneOf(List.of("nodes", "Name", "null", "x", "cell", "ops")));
      case 8 -> replaced(text, VALUE, oneOf(VALUES));
      case 9 ->
          replaced(text, WORD, oneOf(List.of("zero", "skip", "conv", "attention", "dag", "x")));
      case 10 -> inserted(text, oneOf(CHARACTERS));
      default ->
          random.nextInt(4) == 0
              ? inserted(text, "[".repeat(1 + random.nextInt(200)))
              : text.substring(0, random.nextInt(text.length() + 1));
    };
  }

  private interface Change {
    void to(List<String> lines);
  }

  private static String lines(String text, Change change) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!lines.isEmpty()) {
      change.to(lines);
    }
    return String.join("\n", lines) + "\n";
  }

  private void indented(List<String> lines) {
    int index = random.nextInt(lines.size());
    String line = lines.get(index);
    lines.set(
        index, random.nextBoolean() ? " ".repeat(1 + random.nextInt(3)) + line : line.strip());
  }

  private String replaced(String text, Pattern pattern, String by) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    if (found.isEmpty()) {
      return text;
    }
    MatchResult one = oneOf(found);
    return text.substring(0, one.start()) + by + text.substring(one.end());
  }

  private String inserted(String text, String what) {
    int place = random.nextInt(text.length() + 1);
    return text.substring(0, place) + what + text.substring(place);
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
