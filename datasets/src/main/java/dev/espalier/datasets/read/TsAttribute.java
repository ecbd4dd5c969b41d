package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.DatasetException;
import java.util.Locale;

/**
 * A line such as {@code @dimensions 12} in front of the cases of a {@code .ts} file.
 *
 * @param source the file
 * @param line counted from 1
 * @param name without {@code @}, as the format's archive writes it
 * @param words what follows the name
 */
record TsAttribute(String source, long line, String name, ImmutableList<String> words) {

  /** The first word, which must be {@code true} or {@code false}. */
  boolean flag() {
    return switch (words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw fault("must be true or false");
    };
  }

  /** The only word, which must be a whole number of at least 1. */
  int count() {
    if (words.size() != 1 || !words.get(0).matches("[1-9]\\d{0,8}")) {
      throw fault("must be a whole number of at least 1");
    }
    return Integer.parseInt(words.get(0));
  }

  /** A fault of this line, to be thrown. */
  DatasetException fault(String remedy) {
    return new DatasetException(source, "line " + line, "%s; it %s".formatted(this, remedy));
  }

  /** A fault of a case that is other than this says, to be thrown. */
  DatasetException contradicts(String place, String found) {
    return new DatasetException(
        source, place, "%s, but line %s says %s".formatted(found, line, this));
  }

  @Override
  public String toString() {
    return "@%s %s".formatted(name, String.join(" ", words)).strip();
  }
}
