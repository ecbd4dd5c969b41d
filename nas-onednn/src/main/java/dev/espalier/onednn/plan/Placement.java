package dev.espalier.onednn.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers in one block of memory so that none overlaps another while both are in use:
 * greedily by size, each at the lowest free place (Pisarchyk and Lee 2020, "greedy by size").
 */
final class Placement {
  /** Of a cache line; also what vector instructions like. */
  static final long ALIGNMENT = 64;

  private static final Comparator<Buffer> BY_PLACE =
      Comparator.comparingLong(buffer -> buffer.place);

  private Placement() {}

  /** Sets each buffer's place and returns the size of the block in bytes. */
  static long place(List<Buffer> buffers) {
    List<Buffer> bySize = new ArrayList<>(buffers);
    bySize.sort(Comparator.comparingLong((Buffer buffer) -> buffer.bytes).reversed());
    Timeline placed =
        new Timeline(buffers.stream().mapToInt(buffer -> buffer.last).max().orElse(0));
    long end = 0;
    for (Buffer buffer : bySize) {
      long size = padded(buffer);
      long at = 0;
      for (Buffer other : placed.near(buffer)) {
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
      placed.add(buffer);
    }
    return end;
  }

  /**
   * What is placed, by stretches of steps: a cell that is unrolled over hundreds of steps has tens
   * of thousands of buffers, most of which live for a few steps.
   */
  private static final class Timeline {
    private static final int STRETCHES = 256;

    private final int stretch;

    /** For each stretch what is in use in it, in order of the places: one pass finds a gap. */
    private final List<List<Buffer>> stretches = new ArrayList<>();

    Timeline(int lastStep) {
      stretch = lastStep / STRETCHES + 1;
      for (int i = 0; i <= lastStep / stretch; i++) {
        stretches.add(new ArrayList<>());
      }
    }

    /** Buffers among which are all that are in use together with one, in order of their places. */
    List<Buffer> near(Buffer buffer) {
      int from = buffer.first / stretch;
      int to = buffer.last / stretch;
      if (from == to) {
        return stretches.get(from);
      }
      List<Buffer> near = new ArrayList<>();
      for (int i = from; i <= to; i++) {
        for (Buffer other : stretches.get(i)) {
          if (i == Math.max(from, other.first / stretch)) {
            near.add(other); // where the two first meet
          }
        }
      }
      near.sort(BY_PLACE);
      return near;
    }

    void add(Buffer buffer) {
      for (int i = buffer.first / stretch; i <= buffer.last / stretch; i++) {
        List<Buffer> all = stretches.get(i);
        int at = Collections.binarySearch(all, buffer, BY_PLACE);
        all.add(at < 0 ? -at - 1 : at, buffer);
      }
    }
  }

  /** Kernels may read a vector beyond the end. */
  private static long padded(Buffer buffer) {
    return (buffer.bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
  }
}
