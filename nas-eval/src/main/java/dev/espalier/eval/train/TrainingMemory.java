package dev.espalier.eval.train;

import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.onednn.Explanation;
import dev.espalier.onednn.OneDnnGraph;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the training of a network takes of native memory, known before it starts: to the byte where
 * it is compiled for oneDNN, else by the sizes of its activations.
 */
final class TrainingMemory {
  /** Weights and their gradients. */
  private static final int COPIES = 2;

  /**
   * Stock kernels keep each activation, its gradient, and what lies between them; measured, they
   * take about so many times the activations.
   */
  private static final long STOCK_FACTOR = 4;

  private static final double MIB = 1 << 20;

  private final OptionalLong limit;

  /** With a limit in bytes; empty for none. */
  TrainingMemory(OptionalLong limit) {
    this.limit = limit;
  }

  /**
   * Before anything is built.
   *
   * @throws EvaluationException if the weights alone take more than is allowed
   */
  void check(Network network) {
    require(
        () -> COPIES * network.cost().params() * Float.BYTES, "its weights and their gradients");
  }

  /**
   * Before the first step.
   *
   * @throws EvaluationException if the training takes more than is allowed
   */
  void check(ComputationGraph graph, Network network, int batchSize) {
    require(
        () -> weights(graph) + activations(graph, network, batchSize),
        "a step of %s examples".formatted(batchSize));
  }

  private static long weights(ComputationGraph graph) {
    @Nullable INDArray state = graph.getUpdater(true).getStateViewArray();
    return (COPIES * graph.numParams() + (state == null ? 0 : state.length())) * Float.BYTES;
  }

  private static long activations(ComputationGraph graph, Network network, int batchSize) {
    Optional<long[]> input = shape(network.inputShape(), batchSize);
    if (graph instanceof OneDnnGraph compiled && input.isPresent()) {
      Explanation explanation = compiled.explain(input.get());
      if (explanation.isCovered()) {
        return explanation.bytes();
      }
    }
    Cost cost = network.cost();
    return STOCK_FACTOR * batchSize * cost.activationBytes();
  }

  /** Of a batch; none for steps in time, whose padding has them run on stock kernels. */
  private static Optional<long[]> shape(Shape input, int batchSize) {
    if (input instanceof Shape.Image image) {
      return Optional.of(new long[] {batchSize, image.channels(), image.height(), image.width()});
    }
    return input instanceof Shape.Vector vector
        ? Optional.of(new long[] {batchSize, vector.features()})
        : Optional.empty();
  }

  private void require(LongSupplier need, String what) {
    if (limit.isEmpty()) {
      return;
    }
    long bytes = need.getAsLong();
    if (bytes > limit.getAsLong()) {
      throw new EvaluationException(
          String.format(
              Locale.ROOT,
              "training takes %.1f MiB for %s; a trial may take %.1f MiB",
              bytes / MIB,
              what,
              limit.getAsLong() / MIB));
    }
  }
}
