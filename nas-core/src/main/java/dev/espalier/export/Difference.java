package dev.espalier.export;

/**
 * Something that a file states and that is not so.
 *
 * @param pointer JSON pointer to the statement
 * @param stated what the file says
 * @param actual what was computed from its network
 */
public record Difference(String pointer, String stated, String actual) {
  @Override
  public String toString() {
    return "%s: the file says %s, its network gives %s".formatted(pointer, stated, actual);
  }
}
