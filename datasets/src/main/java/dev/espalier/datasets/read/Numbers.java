package dev.espalier.datasets.read;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as tables write them. */
public final class Numbers {
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");
  private static final Pattern INFINITE = Pattern.compile("[+-]?(inf|infinity|1\\.#inf|\u221e)");

  /** Separators of thousands, or one point or comma; dates and addresses have others. */
  private static final String DIGITS =
      "(\\d{1,3}([.,_'\u2019\\s\u00a0\u202f]\\d{3})+([.,]\\d+)?|\\d+([.,]\\d*)?|[.,]\\d+)";

  private static final Pattern DRESSED =
      Pattern.compile(
          "[+\\-\u2212]?\\s*\\p{Sc}?\\s*[+\\-\u2212]?"
              + DIGITS
              + "([eE][+-]?\\d+)?\\s*[%\u2030\u00b0]?\\s*\\p{Sc}?");

  private Numbers() {}

  /** The finite number that a text stands for; empty if it is something else. */
  public static OptionalDouble parse(String text) {
    if (!isNumber(text)) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    // Features are floats: what overflows a float is no usable number.
    return Float.isFinite((float) value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** A sign, digits with a point at most, an exponent. By hand: tables have many cells. */
  private static boolean isNumber(String text) {
    int at = afterSign(text, 0);
    int whole = afterDigits(text, at);
    int digits = whole - at;
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = afterDigits(text, at + 1);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = afterSign(text, at + 1);
      at = afterDigits(text, exponent);
      return at > exponent && at == text.length();
    }
    return at == text.length();
  }

  private static int afterSign(String text, int at) {
    boolean sign = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
    return sign ? at + 1 : at;
  }

  private static int afterDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /**
   * Whether somebody who writes this means a number, though it is none as tables must write it:
   * infinite, with a decimal comma, separators of thousands, a currency or a per cent sign.
   */
  public static boolean isMeant(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return parse(text).isEmpty()
        && (isNumber(text) || INFINITE.matcher(lower).matches() || DRESSED.matcher(text).matches());
  }

  /** Why a text is no number, and how to mend it, as the rest of a sentence. */
  public static String fault(String text) {
    if (DECIMAL_COMMA.matcher(text).matches()) {
      return "has a decimal comma; must be written with a point, as " + text.replace(',', '.');
    }
    if (isNumber(text)) {
      return "is beyond 3.4e38; must be smaller";
    }
    if (INFINITE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      return "is not finite; must be a number, or empty where it is missing";
    }
    if (isMeant(text)) {
      return "is not a plain number; must be digits with a point at most, without signs of thousands, currencies or per cent";
    }
    return "is not a number; must be one, or empty where it is missing";
  }
}
