package dev.espalier.cli;

import dev.espalier.objective.Summary;
import dev.espalier.space.Condition;
import java.util.Locale;
import java.util.OptionalInt;

/** Numbers as people read them. */
final class Format {
  private static final double SMALLEST_WHOLE = 100;

  /** Up to here every whole number is one of its own. */
  private static final double LARGEST_WHOLE = 9e15;

  private static final double SMALLEST = 1e-4;
  private static final double LARGEST = 1e9;

  private Format() {}

  /**
   * A metric: a whole number with separators, four decimals, or an exponent where those would say
   * nothing, or too much.
   */
  static String metric(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size >= SMALLEST_WHOLE && size < LARGEST_WHOLE) {
      return count((long) value);
    }
    boolean exponent = size != 0 && (size < SMALLEST || size >= LARGEST);
    return String.format(Locale.ROOT, exponent ? "%.4e" : "%.4f", value);
  }

  /** How far repeated measurements lie apart, and how many there are. */
  static String spread(Summary score) {
    return score.n() == 1
        ? "1 seed"
        : "std %s over %s seeds".formatted(metric(score.std()), score.n());
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Such as {@code 640 MiB} or {@code 2.5 GiB}. */
  static String bytes(long bytes) {
    double mib = bytes / (double) (1 << 20);
    return mib < 1024
        ? String.format(Locale.ROOT, "%.0f MiB", mib)
        : String.format(Locale.ROOT, "%.1f GiB", mib / 1024);
  }

  /** Such as {@code 42 s}, {@code 3 min 05 s} or {@code 2 h 10 min}. */
  static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** Such as {@code 2 workers}. */
  static String workers(int count) {
    return count == 1 ? "1 worker" : count + " workers";
  }

  /** A limit of a budget, or a question mark where there is none. */
  static String limit(OptionalInt limit) {
    return limit.isPresent() ? Integer.toString(limit.getAsInt()) : "?";
  }

  /** When a decision is open; nothing if always. */
  static String condition(Condition condition) {
    if (condition instanceof Condition.AtLeast least) {
      return "   where %s is at least %s".formatted(least.parent(), least.minimum());
    }
    if (condition instanceof Condition.IsOneOf one) {
      return "   where %s is %s".formatted(one.parent(), String.join(" or ", one.values()));
    }
    return "";
  }
}
