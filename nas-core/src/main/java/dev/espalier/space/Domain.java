package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The values that a decision may take, as text. Immutable, thread-safe.
 *
 * <pre>{@code
 * Domain.choice("relu", "gelu");                  // relu
 * Domain.range(1, 4);                             // 3
 * Domain.real(0.0, 0.5);                          // 0.125
 * Domain.logReal(0.001, 0.1);                     // 0.00421697
 * Domain.subset(0, 2, "flip", "crop", "cutout");  // flip+cutout
 * Domain.permutation("conv", "norm", "relu");     // norm>conv>relu
 * Domain.list(2, "conv", "pool");                 // pool>pool
 * }</pre>
 */
public sealed interface Domain
    permits Domain.Choice, Domain.IntRange, FloatRange, Subset, OrderedList {
  /** The most values that {@link #values} lists. */
  int MOST_LISTED = 1_000_000;

  /** Unordered values. */
  static Domain choice(String... values) {
    return new Choice(ImmutableList.copyOf(values));
  }

  /** Whole numbers from {@code low} to {@code high}, both included. */
  static Domain range(int low, int high) {
    return new IntRange(low, high);
  }

  /** Numbers from {@code low} to {@code high}, both included; see {@link FloatRange}. */
  static Domain real(double low, double high) {
    return new FloatRange(low, high, FloatRange.Scale.LINEAR);
  }

  /** As {@link #real}, but uniform in the logarithm, so that each decade gets the same share. */
  static Domain logReal(double low, double high) {
    return new FloatRange(low, high, FloatRange.Scale.LOG);
  }

  /** From {@code least} to {@code most} of the items, in no order; see {@link Subset}. */
  static Domain subset(int least, int most, String... items) {
    return new Subset(ImmutableList.copyOf(items), least, most);
  }

  /** All the items, each once, in any order; see {@link OrderedList}. */
  static Domain permutation(String... items) {
    return new OrderedList(ImmutableList.copyOf(items), items.length, false);
  }

  /** So many of the items, in any order, each as often as it likes; see {@link OrderedList}. */
  static Domain list(int length, String... items) {
    return new OrderedList(ImmutableList.copyOf(items), length, true);
  }

  /**
   * All values, in order.
   *
   * @throws UnsupportedOperationException if not {@link #isListed}
   */
  ImmutableList<String> values();

  /** Number of values; of a continuous domain, of those that are told apart. */
  BigInteger size();

  /** Whether the values are so close that how many there are is of no interest. */
  default boolean isContinuous() {
    return false;
  }

  /** Whether {@link #values} can list them all. */
  default boolean isListed() {
    return !isContinuous() && size().compareTo(BigInteger.valueOf(MOST_LISTED)) <= 0;
  }

  /** Whether the values are numbers between two bounds, which one number encodes. */
  default boolean isRange() {
    return this instanceof IntRange || this instanceof FloatRange;
  }

  /**
   * Values of a range at equal distances on its scale, both bounds included; all of them where
   * there are no more.
   *
   * @param count at least 2
   * @throws UnsupportedOperationException if it is no {@link #isRange range}
   */
  default ImmutableList<String> steps(int count) {
    if (!isRange()) {
      throw new UnsupportedOperationException("%s are no range of numbers".formatted(describe()));
    }
    return IntStream.range(0, count)
        .mapToObj(i -> decode(new double[] {i / (count - 1.0)}, 0))
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether there is more than one value. */
  default boolean isOpen() {
    return size().compareTo(BigInteger.ONE) > 0;
  }

  /** Whether a text is a value, written the one way in which values are written. */
  boolean contains(String value);

  /** The values in words, such as {@code conv, pool} or {@code numbers from 0 to 0.5}. */
  String describe();

  /** The value to start from where nothing speaks for another. */
  String first();

  /** Draws a value, uniformly on the scale of the domain. */
  String draw(RandomGenerator random);

  /**
   * Draws another value: any for a choice and for whole numbers, a close one else.
   *
   * @param value one of the values, of which there must be another
   */
  String mutate(String value, RandomGenerator random);

  /** Other values one step away, in a fixed order; all others for a choice and whole numbers. */
  ImmutableList<String> neighbours(String value);

  /** Numbers that {@link #encode} writes. */
  int encodedLength();

  /** Writes a value as numbers in [0, 1], zeros standing before: one-hot for a choice. */
  void encode(String value, double[] target, int offset);

  /** The value whose encoding is closest to any numbers. */
  String decode(double[] source, int offset);

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
    public BigInteger size() {
      return BigInteger.valueOf(values.size());
    }

    @Override
    public boolean contains(String value) {
      return values.contains(value);
    }

    @Override
    public String describe() {
      return String.join(", ", values);
    }

    @Override
    public String first() {
      return values.get(0);
    }

    @Override
    public String draw(RandomGenerator random) {
      return values.get(random.nextInt(values.size()));
    }

    @Override
    public String mutate(String value, RandomGenerator random) {
      int drawn = random.nextInt(values.size() - 1);
      return values.get(drawn < values.indexOf(value) ? drawn : drawn + 1);
    }

    @Override
    public ImmutableList<String> neighbours(String value) {
      return others(values, value);
    }

    @Override
    public int encodedLength() {
      return values.size();
    }

    @Override
    public void encode(String value, double[] target, int offset) {
      target[offset + values.indexOf(value)] = 1.0;
    }

    @Override
    public String decode(double[] source, int offset) {
      int best = 0;
      for (int i = 1; i < values.size(); i++) {
        if (source[offset + i] > source[offset + best]) {
          best = i;
        }
      }
      return values.get(best);
    }
  }

  /**
   * {@link #range}.
   *
   * @param low smallest value
   * @param high largest value, at least {@code low}; at most a million values
   */
  record IntRange(int low, int high) implements Domain {
    private static final int MOST_NAMED = 20;

    public IntRange {
      if (high < low || (long) high - low >= MOST_LISTED) {
        throw new IllegalArgumentException(
            "range [%s, %s] must hold between 1 and %s values".formatted(low, high, MOST_LISTED));
      }
    }

    @Override
    public ImmutableList<String> values() {
      return IntStream.rangeClosed(low, high)
          .mapToObj(Integer::toString)
          .collect(ImmutableList.toImmutableList());
    }

    @Override
    public BigInteger size() {
      return BigInteger.valueOf((long) high - low + 1);
    }

    @Override
    public boolean contains(String value) {
      if (!value.matches("0|-?[1-9][0-9]{0,9}")) {
        return false;
      }
      long number = Long.parseLong(value);
      return number >= low && number <= high;
    }

    @Override
    public String describe() {
      return high - low < MOST_NAMED
          ? String.join(", ", values())
          : "whole numbers from %s to %s".formatted(low, high);
    }

    @Override
    public String first() {
      return Integer.toString(low);
    }

    @Override
    public String draw(RandomGenerator random) {
      return Integer.toString(low + random.nextInt(high - low + 1));
    }

    @Override
    public String mutate(String value, RandomGenerator random) {
      int drawn = low + random.nextInt(high - low);
      return Integer.toString(drawn < Integer.parseInt(value) ? drawn : drawn + 1);
    }

    @Override
    public ImmutableList<String> neighbours(String value) {
      return others(values(), value);
    }

    @Override
    public int encodedLength() {
      return 1;
    }

    @Override
    public void encode(String value, double[] target, int offset) {
      target[offset] = high == low ? 0.0 : (Integer.parseInt(value) - low) / (double) (high - low);
    }

    @Override
    public String decode(double[] source, int offset) {
      double position = Math.min(1.0, Math.max(0.0, source[offset]));
      return Long.toString(low + Math.round(position * (high - low)));
    }
  }

  private static ImmutableList<String> others(ImmutableList<String> values, String value) {
    return values.stream()
        .filter(other -> !other.equals(value))
        .collect(ImmutableList.toImmutableList());
  }
}
