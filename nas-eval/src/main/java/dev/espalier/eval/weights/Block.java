package dev.espalier.eval.weights;

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One parameter as all networks share it: its values, and what the optimizer remembers of them, for
 * each group of networks whose momentum is kept apart. A network that has it narrower uses the
 * leading part of each axis. Never changed once made.
 */
public final class Block {
  private final int[] sizes;
  private final float[] values;
  private final ImmutableMap<String, Moments> moments;

  /**
   * A block, which takes over the arrays.
   *
   * @param sizes of the axes
   * @param values the last axis running fastest
   * @param moments by group; empty before the first step
   */
  public Block(int[] sizes, float[] values, Map<String, Moments> moments) {
    this.sizes = sizes;
    this.values = values;
    this.moments = ImmutableMap.copyOf(moments);
  }

  public int[] sizes() {
    return sizes;
  }

  public float[] values() {
    return values;
  }

  public ImmutableMap<String, Moments> moments() {
    return moments;
  }

  /** What the optimizer remembers for a group; null before its first step. */
  public @Nullable Moments moments(String group) {
    return moments.get(group);
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
    return (long) Float.BYTES * values.length
        + moments.values().stream().mapToLong(Moments::bytes).sum();
  }

  /**
   * The same with room for a part of these sizes; what is new has the part's values.
   *
   * @param part of a block that is wider along some axis
   */
  Block grown(int[] part, float[] partValues) {
    int[] wide = Corner.hull(sizes, part);
    int length = Corner.length(wide);
    float[] grown = new float[length];
    Corner.of(part, wide).scatter(partValues, 0, grown);
    Corner own = Corner.of(sizes, wide);
    own.scatter(values, 0, grown);
    Map<String, Moments> wider = new HashMap<>();
    moments.forEach((group, known) -> wider.put(group, known.within(own, length)));
    return new Block(wide, grown, wider);
  }

  /** What it has more than another one of the same sizes. */
  Block minus(Block other) {
    Map<String, Moments> more = new HashMap<>();
    moments.forEach(
        (group, known) -> {
          Moments before = other.moments(group);
          more.put(group, before == null ? known : known.minus(before));
        });
    return new Block(sizes, Moments.difference(values, other.values), more);
  }

  /**
   * With a difference.
   *
   * @param difference of a part of it
   */
  Block plus(Block difference) {
    Corner corner = Corner.of(difference.sizes, sizes);
    Map<String, Moments> all = new HashMap<>(moments);
    difference.moments.forEach(
        (group, added) -> {
          Moments known = all.get(group);
          all.put(
              group,
              known == null ? added.within(corner, values.length) : known.plus(added, corner));
        });
    return new Block(sizes, Moments.sum(values, difference.values, corner), all);
  }
}
