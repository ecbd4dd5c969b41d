package dev.espalier.onednn;

/**
 * Whether tests are to try every combination of options, many more random graphs, and every
 * parameter: {@code -Despalier.long=true}, which {@code scripts/bench/long-tests} sets. Without it
 * each option is there with each value, but not each with each.
 */
public final class LongForm {
  private static final boolean ASKED = Boolean.getBoolean("espalier.long");

  private LongForm() {}

  /** One number or the other. */
  public static int of(int usual, int inLongForm) {
    return ASKED ? inLongForm : usual;
  }

  /** Whether it was asked for. */
  public static boolean asked() {
    return ASKED;
  }

  /** Every second combination of options, told by their numbers. */
  static boolean includes(int... options) {
    int sum = 0;
    for (int option : options) {
      sum += option;
    }
    return ASKED || sum % 2 == 0;
  }
}
