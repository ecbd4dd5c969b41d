package dev.espalier.objective;

/**
 * What an architecture must keep to.
 *
 * @param metric metric id; a cost ({@link CostMetric}, such as {@code params} or {@code depth}) is
 *     checked before training, a measured one when ranking
 * @param min smallest allowed value; negative infinity for none
 * @param max largest allowed value; positive infinity for none
 */
public record Constraint(String metric, double min, double max) {
  public Constraint {
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "constraint on %s: min (%s) must not exceed max (%s)".formatted(metric, min, max));
    }
  }

  public static Constraint atMost(String metric, double max) {
    return new Constraint(metric, Double.NEGATIVE_INFINITY, max);
  }

  public static Constraint atLeast(String metric, double min) {
    return new Constraint(metric, min, Double.POSITIVE_INFINITY);
  }

  public boolean allows(double value) {
    return value >= min && value <= max;
  }

  /** How far a value is from what is allowed; 0 if it is allowed. */
  public double excess(double value) {
    return Math.max(0.0, Math.max(min - value, value - max));
  }

  /** Such as {@code macs <= 1000}. */
  @Override
  public String toString() {
    String text = metric;
    if (min > Double.NEGATIVE_INFINITY) {
      text = CostMetric.text(min) + " <= " + text;
    }
    if (max < Double.POSITIVE_INFINITY) {
      text = text + " <= " + CostMetric.text(max);
    }
    return text;
  }
}
