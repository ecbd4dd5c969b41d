package dev.espalier.search.examples;

import dev.espalier.objective.ClassPredictions;
import dev.espalier.objective.Direction;
import dev.espalier.objective.Metric;
import dev.espalier.objective.MetricProvider;
import dev.espalier.objective.Task;
import java.util.stream.IntStream;

/** Share of the rows whose class is one of the two most probable ones. */
public final class TopTwo implements MetricProvider {
  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public Metric metric() {
    return new Metric("top_two", Direction.MAXIMIZE, p -> share(p.classes()));
  }

  private static double share(ClassPredictions p) {
    return IntStream.range(0, p.rows()).filter(row -> above(p, row) < 2).count()
        / (double) p.rows();
  }

  private static long above(ClassPredictions p, int row) {
    double own = p.probability(row, p.label(row));
    return IntStream.range(0, p.classCount()).filter(k -> p.probability(row, k) > own).count();
  }
}
