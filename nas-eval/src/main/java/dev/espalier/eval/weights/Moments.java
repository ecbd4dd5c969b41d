package dev.espalier.eval.weights;

/**
 * What an optimizer remembers of each number of a block, and how many steps it has taken. Never
 * changed once made.
 */
public final class Moments {
  private final float[] first;
  private final float[] second;
  private final int steps;

  /**
   * Takes over the arrays.
   *
   * @param first first state of the optimizer, as many as the block has numbers, or none
   * @param second second state of the optimizer, likewise
   * @param steps updates so far
   */
  public Moments(float[] first, float[] second, int steps) {
    this.first = first;
    this.second = second;
    this.steps = steps;
  }

  /**
   * Before the first step.
   *
   * @param states arrays of state that the optimizer keeps, up to 2
   * @param length numbers of the block
   */
  public static Moments none(int states, int length) {
    return new Moments(new float[states > 0 ? length : 0], new float[states > 1 ? length : 0], 0);
  }

  public float[] first() {
    return first;
  }

  public float[] second() {
    return second;
  }

  public int steps() {
    return steps;
  }

  long bytes() {
    return (long) Float.BYTES * (first.length + second.length);
  }

  /** In a larger block, with zeros around it. */
  Moments within(Corner corner, int length) {
    return new Moments(within(first, corner, length), within(second, corner, length), steps);
  }

  private static float[] within(float[] part, Corner corner, int length) {
    float[] whole = new float[part.length == 0 ? 0 : length];
    if (part.length > 0) {
      corner.scatter(part, 0, whole);
    }
    return whole;
  }

  Moments minus(Moments other) {
    return new Moments(
        difference(first, other.first), difference(second, other.second), steps - other.steps);
  }

  static float[] difference(float[] one, float[] other) {
    float[] difference = one.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other[i];
    }
    return difference;
  }

  /**
   * With a difference.
   *
   * @param corner which part of it the difference is
   */
  Moments plus(Moments part, Corner corner) {
    return new Moments(
        sum(first, part.first, corner), sum(second, part.second, corner), steps + part.steps);
  }

  static float[] sum(float[] whole, float[] part, Corner corner) {
    float[] sum = whole.clone();
    if (part.length > 0) {
      corner.add(part, 0, sum);
    }
    return sum;
  }
}
