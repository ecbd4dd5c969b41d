package dev.espalier.onednn.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlacementTest {
  private static Buffer buffer(long bytes, int first, int last) {
    Buffer buffer = new Buffer(Buffer.Home.PLAN, 0, 0, bytes);
    buffer.use(first);
    buffer.use(last);
    return buffer;
  }

  /** Over few steps and over so many that several lie in a stretch. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 256, 257, 3000})
  void whatIsInUseTogetherDoesNotOverlap(int steps) {
    Random random = new Random(steps);
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int first = random.nextInt(steps);
      int life = random.nextInt(10) == 0 ? steps : 3;
      buffers.add(
          buffer(
              1L + random.nextInt(5000), first, Math.min(steps - 1, first + random.nextInt(life))));
    }
    long block = Placement.place(buffers);
    for (Buffer one : buffers) {
      assertTrue(one.place >= 0 && one.place + one.bytes <= block, "within the block");
      assertEquals(0, one.place % Placement.ALIGNMENT);
      for (Buffer other : buffers) {
        boolean together = one.first <= other.last && other.first <= one.last;
        if (one != other && together) {
          assertTrue(
              one.place + one.bytes <= other.place || other.place + other.bytes <= one.place,
              "two at one place");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000})
  void whatIsNotInUseTogetherSharesAPlace(int steps) {
    List<Buffer> buffers = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      buffers.add(buffer(1000, step, step));
    }
    assertEquals(Placement.place(List.of(buffer(1000, 0, 0))), Placement.place(buffers));
    assertEquals(0, Placement.place(List.of()));
  }
}
