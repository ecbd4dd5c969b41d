package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class LearningRateSweepTest {
  private final List<Double> tried = new ArrayList<>();

  private LearningRateSweep.Chosen around(double first, DoubleUnaryOperator score)
      throws InterruptedException {
    return LearningRateSweep.around(
        first,
        rate -> {
          tried.add(rate);
          return score.applyAsDouble(rate);
        });
  }

  /** Best at one rate, worse by its distance on a logarithmic scale. */
  private static DoubleUnaryOperator peak(double best) {
    return rate -> -Math.abs(Math.log(rate / best));
  }

  @Test
  void aRateBetweenItsNeighboursIsTaken() throws InterruptedException {
    assertEquals(new LearningRateSweep.Chosen(0.05, 3), around(0.05, peak(0.04)));
    assertEquals(List.of(0.05, 0.15, 0.0167), tried);
  }

  @Test
  void anEndThatIsBestIsGoneBeyond() throws InterruptedException {
    assertEquals(new LearningRateSweep.Chosen(0.45, 5), around(0.05, peak(0.5)));
    assertEquals(List.of(0.05, 0.15, 0.0167, 0.45, 1.35), tried);
  }

  @Test
  void whereAllDivergeSmallerStepsAreTried() throws InterruptedException {
    LearningRateSweep.Chosen chosen =
        around(0.05, rate -> rate > 0.003 ? Double.NEGATIVE_INFINITY : rate);
    assertEquals(0.00185, chosen.learningRate());
    assertEquals(6, chosen.tried());
  }

  @Test
  void thereIsAnEndToTrying() throws InterruptedException {
    assertEquals(7, around(0.05, rate -> -rate).tried());
  }
}
