package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * Numbers between two bounds, as close as no search can tell: six significant digits, those of the
 * larger bound on the linear scale, of the number itself on the logarithmic one. So their text is
 * short and reads back exactly.
 *
 * @param low smallest value, included, of no more digits than the values have; above 0 on the
 *     logarithmic scale
 * @param high largest value, included, above {@code low}, likewise
 * @param scale on which values are drawn uniformly, varied and encoded
 */
public record FloatRange(double low, double high, Scale scale) implements Domain {
  private static final int DIGITS = 6;
  private static final long PER_DECADE = 900_000;

  /** What a step is taken in. */
  public enum Scale {
    /** The number itself. */
    LINEAR,
    /** Its logarithm. */
    LOG
  }

  public FloatRange {
    if (!(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "range [%s, %s] must have finite bounds, the lower one first".formatted(low, high));
    }
    if (scale == Scale.LOG && low <= 0.0) {
      throw new IllegalArgumentException(
          "range [%s, %s] must lie above 0 for the logarithmic scale".formatted(low, high));
    }
    requireDigits(low, low, high, scale);
    requireDigits(high, low, high, scale);
  }

  private static void requireDigits(double bound, double low, double high, Scale scale) {
    BigDecimal exact = exact(bound);
    if (exact.compareTo(round(exact, low, high, scale)) != 0) {
      throw new IllegalArgumentException(
          scale == Scale.LOG
              ? "bound %s must have at most %s significant digits".formatted(text(bound), DIGITS)
              : ("bound %s must have no digit behind the sixth of the larger bound, as in %s; "
                      + "maybe the logarithmic scale is meant")
                  .formatted(text(bound), text(round(exact, low, high, scale))));
    }
  }

  /** The one way in which a finite number is written: short, and exact to read back. */
  public static String text(double value) {
    return text(exact(value));
  }

  private static String text(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = exponent(shortest);
    return exponent >= -6 && exponent < 15 ? shortest.toPlainString() : shortest.toString();
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(Double.toString(value));
  }

  /** Power of ten of the first digit; 0 for 0. */
  private static int exponent(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }

  private static BigDecimal round(BigDecimal value, double low, double high, Scale scale) {
    if (scale == Scale.LOG) {
      return value.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    }
    int exponent = exponent(exact(Math.max(Math.abs(low), Math.abs(high))));
    return value.setScale(DIGITS - 1 - exponent, RoundingMode.HALF_EVEN);
  }

  /**
   * Not listed.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public ImmutableList<String> values() {
    throw new UnsupportedOperationException(describe() + " are too many to list");
  }

  @Override
  public boolean isContinuous() {
    return true;
  }

  @Override
  public BigInteger size() {
    BigDecimal lowest = exact(low);
    BigDecimal highest = exact(high);
    if (scale == Scale.LOG) {
      return BigInteger.valueOf(rank(highest) - rank(lowest) + 1);
    }
    int digits = DIGITS - 1 - exponent(lowest.abs().max(highest.abs()));
    return highest
        .subtract(lowest)
        .scaleByPowerOfTen(digits)
        .toBigIntegerExact()
        .add(BigInteger.ONE);
  }

  /** Place among all positive numbers of six digits. */
  private static long rank(BigDecimal value) {
    int exponent = exponent(value);
    return exponent * PER_DECADE + value.scaleByPowerOfTen(DIGITS - 1 - exponent).longValueExact();
  }

  @Override
  public boolean contains(String value) {
    if (!value.matches("-?[0-9.]{1,25}(E[-+][0-9]{1,3})?")) {
      return false;
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException severalDots) {
      return false;
    }
    return number >= low
        && number <= high
        && text(round(exact(number), low, high, scale)).equals(value);
  }

  @Override
  public String describe() {
    return "numbers from %s to %s%s"
        .formatted(text(low), text(high), scale == Scale.LOG ? " on a logarithmic scale" : "");
  }

  /** The middle of the scale. */
  @Override
  public String first() {
    return at(0.5);
  }

  @Override
  public String draw(RandomGenerator random) {
    return at(random.nextDouble());
  }

  /** A step of up to half the scale, the more probable the shorter; the bounds reflect. */
  @Override
  public String mutate(String value, RandomGenerator random) {
    double from = position(value);
    while (true) {
      double to = Math.abs(from + 0.5 * (random.nextDouble() + random.nextDouble() - 1.0));
      String mutant = at(to > 1.0 ? 2.0 - to : to);
      if (!mutant.equals(value)) {
        return mutant;
      }
    }
  }

  /** A tenth and a hundredth of the scale down and up, as far as the bounds allow. */
  @Override
  public ImmutableList<String> neighbours(String value) {
    double position = position(value);
    return DoubleStream.of(-0.1, -0.01, 0.01, 0.1)
        .mapToObj(step -> at(position + step))
        .filter(other -> !other.equals(value))
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public int encodedLength() {
    return 1;
  }

  @Override
  public void encode(String value, double[] target, int offset) {
    target[offset] = position(value);
  }

  @Override
  public String decode(double[] source, int offset) {
    return at(source[offset]);
  }

  /** Share of the scale below a value, in [0, 1]. */
  private double position(String value) {
    double from = onScale(low);
    return Math.min(1.0, (onScale(Double.parseDouble(value)) - from) / (onScale(high) - from));
  }

  /** The value at a share of the scale, which is cut off outside of [0, 1]. */
  private String at(double position) {
    if (position <= 0.0) {
      return text(low);
    }
    if (position >= 1.0) {
      return text(high);
    }
    double from = onScale(low);
    double to = from + position * (onScale(high) - from);
    // StrictMath, so that equal seeds draw equal values on every machine.
    double value = scale == Scale.LOG ? StrictMath.exp(to) : to;
    return text(round(new BigDecimal(value), low, high, scale));
  }

  private double onScale(double value) {
    return scale == Scale.LOG ? StrictMath.log(value) : value;
  }
}
