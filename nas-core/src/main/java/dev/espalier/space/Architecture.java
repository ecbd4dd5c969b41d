package dev.espalier.space;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * A genotype: the outcome of every open decision, in the order of the space. Immutable.
 *
 * @param values outcome by decision name
 */
public record Architecture(ImmutableMap<String, String> values) {
  /** Odd, and without a pattern: the golden ratio. */
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private static final Splitter ENTRIES = Splitter.on(';');
  private static final Joiner.MapJoiner JOINER = Joiner.on(';').withKeyValueSeparator('=');

  public static Architecture of(Map<String, String> values) {
    return new Architecture(ImmutableMap.copyOf(values));
  }

  /**
   * Reads what {@link #encoding} wrote; whether it fits a space is for {@link SearchSpace#check}.
   *
   * @throws IllegalArgumentException if the text is not {@code name=value;name=value}
   */
  public static Architecture parse(String encoding) {
    if (encoding.isEmpty()) {
      return new Architecture(ImmutableMap.of());
    }
    ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
    try {
      for (String entry : ENTRIES.split(encoding)) {
        int equals = entry.indexOf('=');
        values.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
      return new Architecture(values.buildOrThrow());
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException cause) {
      throw new IllegalArgumentException(
          "encoding '%s' must read name=value;name=value".formatted(encoding), cause);
    }
  }

  /** Outcome of an open decision. */
  public String text(String decision) {
    String value = values.get(decision);
    if (value == null) {
      throw new IllegalArgumentException(
          "decision '%s' is not open in %s".formatted(decision, encoding()));
    }
    return value;
  }

  /** Outcome of an open decision whose values are whole numbers. */
  public int integer(String decision) {
    return Integer.parseInt(text(decision));
  }

  /** One line, {@code name=value;name=value}; {@link #parse} reads it. */
  public String encoding() {
    return JOINER.join(values);
  }

  /**
   * Of equal maps the same, whatever the order. Names and values are alike in architectures of a
   * space, and the hash code of the map, a sum over its entries, is the same for very many of them.
   */
  @Override
  public int hashCode() {
    long sum = 0;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      long mixed = (entry.getKey().hashCode() * 31L + entry.getValue().hashCode()) * MIX;
      sum += mixed ^ (mixed >>> 32);
    }
    return Long.hashCode(sum * MIX);
  }

  @Override
  public String toString() {
    return encoding();
  }
}
