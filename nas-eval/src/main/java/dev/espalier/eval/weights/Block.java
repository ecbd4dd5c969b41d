package dev.espalier.eval.weights;

/**
 * One parameter as all networks share it: its values, what the optimizer remembers of each, and how
 * many steps it has taken. A network that has it narrower uses the leading part of each axis. Never
 * changed once made.
 */
public final class Block {
  private final int[] sizes;
  private final float[] values;
  private final float[] first;
  private final float[] second;
  private final int steps;

  /**
   * A block, which takes over the arrays.
   *
   * @param sizes of the axes
   * @param values the last axis running fastest
   * @param first first state of the optimizer, as many or none
   * @param second second state of the optimizer, as many or none
   * @param steps updates so far
   */
  public Block(int[] sizes, float[] values, float[] first, float[] second, int steps) {
    this.sizes = sizes;
    this.values = values;
    this.first = first;
    this.second = second;
    this.steps = steps;
  }

  /** One that was never trained. */
  static Block fresh(int[] sizes, float[] values, int states) {
    return new Block(
        sizes,
        values,
        new float[states > 0 ? values.length : 0],
        new float[states > 1 ? values.length : 0],
        0);
  }

  public int[] sizes() {
    return sizes;
  }

  public float[] values() {
    return values;
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

  /** Whether a part of these sizes lies in it. */
  boolean holds(int[] part) {
    for (int axis = 0; axis < sizes.length; axis++) {
      if (part[axis] > sizes[axis]) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of its numbers. */
  long bytes() {
    return (long) Float.BYTES * (values.length + first.length + second.length);
  }

  /**
   * The same with room for a part of these sizes; what is new has the part's values.
   *
   * @param part of a block that is wider along some axis
   */
  Block grown(int[] part, float[] partValues) {
    int[] wide = sizes.clone();
    for (int axis = 0; axis < wide.length; axis++) {
      wide[axis] = Math.max(wide[axis], part[axis]);
    }
    int length = Corner.length(wide);
    float[] grown = new float[length];
    Corner.of(part, wide).scatter(partValues, 0, grown);
    Corner own = Corner.of(sizes, wide);
    own.scatter(values, 0, grown);
    float[] grownFirst = new float[first.length == 0 ? 0 : length];
    float[] grownSecond = new float[second.length == 0 ? 0 : length];
    if (first.length > 0) {
      own.scatter(first, 0, grownFirst);
    }
    if (second.length > 0) {
      own.scatter(second, 0, grownSecond);
    }
    return new Block(wide, grown, grownFirst, grownSecond, steps);
  }

  /** What it has more than another one of the same sizes. */
  Block minus(Block other) {
    return new Block(
        sizes,
        sum(values, other.values, -1),
        sum(first, other.first, -1),
        sum(second, other.second, -1),
        steps - other.steps);
  }

  private static float[] sum(float[] one, float[] other, float sign) {
    float[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += sign * other[i];
    }
    return sum;
  }

  /**
   * With a difference.
   *
   * @param difference of a part of it
   */
  Block plus(Block difference) {
    Corner corner = Corner.of(difference.sizes, sizes);
    return new Block(
        sizes,
        sum(corner, values, difference.values),
        sum(corner, first, difference.first),
        sum(corner, second, difference.second),
        steps + difference.steps);
  }

  private static float[] sum(Corner corner, float[] whole, float[] part) {
    float[] sum = whole.clone();
    if (part.length > 0) {
      corner.add(part, 0, sum);
    }
    return sum;
  }
}
