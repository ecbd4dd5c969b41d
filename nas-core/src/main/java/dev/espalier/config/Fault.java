package dev.espalier.config;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in a configuration.
 *
 * @param file file as the user named it, or the name of what was built in Java
 * @param line counted from 1; 0 if there is none
 * @param path place inside the file, such as {@code cells.normal.ops[2]}; empty for the whole file
 * @param value what stands there, shortened; null if that is nothing, or too much to show
 * @param remedy what would be right
 */
public record Fault(String file, int line, String path, @Nullable String value, String remedy) {
  private static final int LONGEST_VALUE = 60;

  public Fault {
    if (value != null) {
      value = shorten(value);
    }
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
  }

  /** One line: {@code file:line: path: value '...': what would be right}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    if (!path.isEmpty()) {
      text.append(": ").append(path);
    }
    if (value != null) {
      text.append(": value '").append(value).append('\'');
    }
    return text.append(": ").append(remedy).toString();
  }
}
