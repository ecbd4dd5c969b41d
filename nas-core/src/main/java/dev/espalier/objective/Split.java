package dev.espalier.objective;

/** The share of the data that a metric was measured on. */
public enum Split {
  VALIDATION("val"),
  TEST("test");

  private final String prefix;

  Split(String prefix) {
    this.prefix = prefix;
  }

  /** What metric ids of this split start with, before an underscore: {@code val}, {@code test}. */
  public String prefix() {
    return prefix;
  }
}
