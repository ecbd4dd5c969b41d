package dev.espalier.onednn;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs on sequences that nobody thought of, against the stock graph in double precision. */
final class RandomSequenceGradientTest {
  static IntStream seeds() {
    return IntStream.range(0, LongForm.of(100, 1000));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hasTheGradientsOfTheStockGraph(int seed) {
    RandomGraphGradientTest.runnable(seed, at -> RandomSequences.draw(at).check())
        .agrees(GraphCheck.SMOOTH);
  }
}
