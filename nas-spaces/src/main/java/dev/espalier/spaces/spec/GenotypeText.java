package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The parts of a {@code Genotype(...)} as the code of DARTS (Liu et al. 2019) prints it. */
public final class GenotypeText {
  private static final Pattern PAIR =
      Pattern.compile("\\s*\\(\\s*(['\"])([^'\"]*)\\1\\s*,\\s*([0-9]{1,3})\\s*\\)\\s*(,|$)");
  private static final Pattern RANGE =
      Pattern.compile("range\\s*\\(\\s*([0-9]{1,3})\\s*,\\s*([0-9]{1,3})\\s*\\)");
  private static final Pattern LIST =
      Pattern.compile("\\[\\s*([0-9]{1,3}\\s*(,\\s*[0-9]{1,3}\\s*)*),?\\s*]");

  private GenotypeText() {}

  /**
   * A name with a number.
   *
   * @param name such as that of an operation
   * @param state the state that it reads
   */
  public record Pair(String name, int state) {
    @Override
    public String toString() {
      return "('%s', %s)".formatted(name, state);
    }
  }

  /**
   * Reads what stands within the brackets of {@code [('relu', 0), ('tanh', 1)]}.
   *
   * @throws IllegalArgumentException if something else stands there
   */
  public static ImmutableList<Pair> pairs(String text) {
    ImmutableList.Builder<Pair> pairs = ImmutableList.builder();
    Matcher pair = PAIR.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      if (!pair.find(at) || pair.start() != at) {
        throw new IllegalArgumentException(
            "nodes of a genotype must read like ('relu', 0), got '%s'"
                .formatted(text.substring(at)));
      }
      pairs.add(new Pair(pair.group(2), Integer.parseInt(pair.group(3))));
      at = pair.end();
    }
    return pairs.build();
  }

  /**
   * Reads {@code range(1, 9)} or {@code [2, 5, 6]}; returns the numbers in ascending order.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static List<Integer> numbers(String text) {
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      return IntStream.range(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
          .boxed()
          .toList();
    }
    Matcher list = LIST.matcher(text);
    if (list.matches()) {
      return Pattern.compile("[\\s,]+")
          .splitAsStream(list.group(1).strip())
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
    throw new IllegalArgumentException(
        "concat of a genotype must read like range(1, 9) or [2, 5, 6], got '%s'".formatted(text));
  }
}
