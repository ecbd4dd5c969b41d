package dev.espalier.eval.weights;

import java.util.Arrays;

/**
 * The leading part of each axis of an array, with the last axis running fastest. Immutable.
 *
 * <p>Where the part is the whole, it is one run of numbers.
 */
public final class Corner {
  /** Length of what lies without gaps in both arrays. */
  private final int run;

  /** Where each run of the part starts in the whole. */
  private final int[] starts;

  private Corner(int run, int[] starts) {
    this.run = run;
    this.starts = starts;
  }

  /** Numbers of an array of these sizes. */
  public static int length(int[] sizes) {
    int length = 1;
    for (int size : sizes) {
      length = Math.multiplyExact(length, size);
    }
    return length;
  }

  /** The smallest sizes of which both are parts. */
  public static int[] hull(int[] one, int[] other) {
    int[] hull = one.clone();
    for (int axis = 0; axis < hull.length; axis++) {
      hull[axis] = Math.max(hull[axis], other[axis]);
    }
    return hull;
  }

  /**
   * The leading part of some sizes.
   *
   * @param whole at least as large along each axis
   */
  public static Corner of(int[] part, int[] whole) {
    // Trailing axes that are whole join the run.
    int run = 1;
    int axis = part.length;
    while (axis > 0) {
      axis--;
      run *= part[axis];
      if (part[axis] != whole[axis]) {
        break;
      }
    }
    int[] outer = Arrays.copyOf(part, axis);
    int[] starts = new int[length(outer)];
    int[] at = new int[axis];
    for (int i = 0; i < starts.length; i++) {
      int start = 0;
      for (int k = 0; k < whole.length; k++) {
        start = start * whole[k] + (k < axis ? at[k] : 0);
      }
      starts[i] = start;
      for (int k = axis - 1; k >= 0 && ++at[k] == outer[k]; k--) {
        at[k] = 0;
      }
    }
    return new Corner(run, starts);
  }

  /** A copy of it; of an empty array, an empty one. */
  public float[] gathered(float[] whole) {
    float[] part = new float[whole.length == 0 ? 0 : run * starts.length];
    if (part.length > 0) {
      gather(whole, part, 0);
    }
    return part;
  }

  /**
   * The whole with another part; of an empty array, an empty one.
   *
   * @param part becomes the result, uncopied, if it is the whole
   */
  public float[] replaced(float[] whole, float[] part) {
    if (part.length == whole.length) {
      return part;
    }
    float[] replaced = whole.clone();
    if (part.length > 0) {
      scatter(part, 0, replaced);
    }
    return replaced;
  }

  /** Copies it out of the whole. */
  public void gather(float[] whole, float[] part, int offset) {
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(whole, starts[i], part, offset + i * run, run);
    }
  }

  /** Copies it into the whole. */
  public void scatter(float[] part, int offset, float[] whole) {
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(part, offset + i * run, whole, starts[i], run);
    }
  }

  /** Adds it to the whole. */
  public void add(float[] part, int offset, float[] whole) {
    for (int i = 0; i < starts.length; i++) {
      for (int k = 0; k < run; k++) {
        whole[starts[i] + k] += part[offset + i * run + k];
      }
    }
  }

  /** Subtracts it from the whole. */
  public void subtract(float[] part, float[] whole) {
    for (int i = 0; i < starts.length; i++) {
      for (int k = 0; k < run; k++) {
        whole[starts[i] + k] -= part[i * run + k];
      }
    }
  }
}
