package dev.espalier.onednn;

import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random small graphs of covered layers against the stock graph in double precision. */
final class RandomGraphGradientTest {
  /** Between the seeds of one draw and the next, where the stock graph does not run the first. */
  private static final long AGAIN = 10_000;

  static IntStream seeds() {
    return IntStream.range(0, LongForm.of(40, 100));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSmoothGraphHasTheGradientsOfTheStockGraph(int seed) {
    check(seed, at -> RandomGraphs.covered(at, false), GraphCheck.SMOOTH);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRectifiedGraphHasTheGradientsOfTheStockGraph(int seed) {
    check(1000L + seed, at -> RandomGraphs.covered(at, true), GraphCheck.RECTIFIED);
  }

  private static void check(long seed, LongFunction<RandomGraphs.Drawn> graphs, double tolerance) {
    runnable(
            seed,
            at -> {
              RandomGraphs.Drawn drawn = graphs.apply(at);
              return GraphCheck.of(drawn.configuration(), drawn.inputs(), drawn.targets());
            })
        .agrees(tolerance);
  }

  /** The first of a seed's draws that the stock graph runs. */
  static GraphCheck runnable(long seed, LongFunction<GraphCheck> draw) {
    long at = seed;
    GraphCheck check = draw.apply(at);
    while (!check.runsOnStock()) {
      at += AGAIN;
      check = draw.apply(at);
    }
    return check;
  }
}
