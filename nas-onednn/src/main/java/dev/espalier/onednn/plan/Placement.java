package dev.espalier.onednn.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers in one block of memory so that none overlaps another while both are in use:
 * greedily by size, each at the lowest free place (Pisarchyk and Lee 2020, "greedy by size").
 */
final class Placement {
  /** Of a cache line; also what vector instructions like. */
  static final long ALIGNMENT = 64;

  private Placement() {}

  /** Sets each buffer's place and returns the size of the block in bytes. */
  static long place(List<Buffer> buffers) {
    List<Buffer> bySize = new ArrayList<>(buffers);
    bySize.sort(Comparator.comparingLong((Buffer buffer) -> buffer.bytes).reversed());
    // Kept in order of their places, so that one pass finds the first gap.
    List<Buffer> placed = new ArrayList<>();
    long end = 0;
    for (Buffer buffer : bySize) {
      long size = padded(buffer);
      long at = 0;
      for (Buffer other : placed) {
        boolean together = other.first <= buffer.last && buffer.first <= other.last;
        if (!together) {
          continue;
        }
        if (at + size <= other.place) {
          break;
        }
        at = Math.max(at, other.place + padded(other));
      }
      buffer.place = at;
      end = Math.max(end, at + size);
      insert(placed, buffer);
    }
    return end;
  }

  private static void insert(List<Buffer> placed, Buffer buffer) {
    int low = 0;
    int high = placed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (placed.get(middle).place <= buffer.place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    placed.add(low, buffer);
  }

  /** Kernels may read a vector beyond the end. */
  private static long padded(Buffer buffer) {
    return (buffer.bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
  }
}
