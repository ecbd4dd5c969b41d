package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.stream.IntStream;

/**
 * The values that a decision may take, as text: finitely many, in an order that means something for
 * a range and nothing for a choice.
 */
public sealed interface Domain {

  /** Unordered values. */
  static Domain choice(String... values) {
    return new Choice(ImmutableList.copyOf(values));
  }

  /** Whole numbers from {@code low} to {@code high}, both included. */
  static Domain range(int low, int high) {
    return new IntRange(low, high);
  }

  /** All values, in order. */
  ImmutableList<String> values();

  /** Numbers that {@link #encode} writes. */
  int encodedLength();

  /** Writes a value as numbers in [0, 1]: one-hot for a choice, scaled for a range. */
  void encode(String value, double[] target, int offset);

  /**
   * {@link #choice}.
   *
   * @param values at least one, all different, free of {@code = ; ,} and line breaks
   */
  record Choice(ImmutableList<String> values) implements Domain {
    public Choice {
      if (values.isEmpty() || ImmutableSet.copyOf(values).size() < values.size()) {
        throw new IllegalArgumentException(
            "choice %s must have at least one value and none twice".formatted(values));
      }
      for (String value : values) {
        if (value.isEmpty() || value.matches("(?s).*[=;,\"\\s].*")) {
          throw new IllegalArgumentException(
              "choice '%s' must not be empty nor hold any of = ; , quotes or blanks"
                  .formatted(value));
        }
      }
    }

    @Override
    public int encodedLength() {
      return values.size();
    }

    @Override
    public void encode(String value, double[] target, int offset) {
      target[offset + values.indexOf(value)] = 1.0;
    }
  }

  /**
   * {@link #range}.
   *
   * @param low smallest value
   * @param high largest value, at least {@code low}; at most a million values
   */
  record IntRange(int low, int high) implements Domain {
    private static final int MOST_VALUES = 1_000_000;

    public IntRange {
      if (high < low || (long) high - low >= MOST_VALUES) {
        throw new IllegalArgumentException(
            "range [%d, %d] must hold between 1 and %d values".formatted(low, high, MOST_VALUES));
      }
    }

    @Override
    public ImmutableList<String> values() {
      return IntStream.rangeClosed(low, high)
          .mapToObj(Integer::toString)
          .collect(ImmutableList.toImmutableList());
    }

    @Override
    public int encodedLength() {
      return 1;
    }

    @Override
    public void encode(String value, double[] target, int offset) {
      target[offset] = high == low ? 0.0 : (Integer.parseInt(value) - low) / (double) (high - low);
    }
  }
}
