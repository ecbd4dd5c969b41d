package dev.espalier.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;

/**
 * Measures one engine on one network and prints one line of CSV.
 *
 * <pre>
 * EngineBench ENGINE NETWORK MODE THREADS BATCH SECONDS
 *   prints NETWORK,ENGINE,MODE,THREADS,BATCH,EXAMPLES_PER_SECOND
 * EngineBench NETWORK
 *   prints NETWORK,PARAMETERS
 * </pre>
 *
 * <p>MODE is {@code train}, {@code infer} or {@code pair}: two trainings side by side, whose speeds
 * are added. THREADS, of one training, is only repeated: OMP_NUM_THREADS sets it, for PyTorch too.
 * The clock starts after a warm-up of half of SECONDS, and no time holds fewer than two steps.
 */
public final class EngineBench {
  private static final int FEWEST_STEPS = 2;

  private EngineBench() {}

  public static void main(String[] args) throws Exception {
    System.out.println(line(args));
  }

  private static String line(String[] args) throws Exception {
    return switch (args.length) {
      case 1 -> "%s,%s".formatted(args[0], parameters(args[0]));
      case 6 ->
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%s,%.1f",
              args[1],
              args[0],
              args[2],
              args[3],
              args[4],
              examplesPerSecond(
                  Engine.of(args[0]),
                  args[1],
                  args[2],
                  Integer.parseInt(args[4]),
                  Double.parseDouble(args[5])));
      default ->
          throw new IllegalArgumentException(
              "arguments %s must be NETWORK or ENGINE NETWORK MODE THREADS BATCH SECONDS"
                  .formatted(Arrays.toString(args)));
    };
  }

  /**
   * How many numbers training moves: not batch norm's running mean and variance, which
   * Deeplearning4j keeps among the parameters and PyTorch does not.
   */
  static long parameters(String network) {
    ComputationGraph graph = Engine.STOCK.graph(BenchNets.of(network, 1));
    long running =
        Arrays.stream(graph.getLayers())
            .filter(BatchNormalization.class::isInstance)
            .mapToLong(norm -> norm.numParams() / 2)
            .sum();
    return graph.numParams() - running;
  }

  /** The speed of one mode, summed over what runs side by side. */
  static double examplesPerSecond(
      Engine engine, String network, String mode, int batch, double seconds) throws Exception {
    int sideBySide = mode.equals("pair") ? 2 : 1;
    CyclicBarrier start = new CyclicBarrier(sideBySide);
    List<Callable<Double>> measurements = new ArrayList<>();
    for (int seed = 1; seed <= sideBySide; seed++) {
      ComputationGraph graph = engine.graph(BenchNets.of(network, seed));
      Runnable step = step(mode, graph, BenchNets.batch(network, batch));
      measurements.add(
          () -> {
            stepsPerSecond(step, seconds / 2);
            start.await();
            return batch * stepsPerSecond(step, seconds);
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(sideBySide);
    try {
      double sum = 0;
      for (Future<Double> speed : threads.invokeAll(measurements)) sum += speed.get();
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Runnable step(String mode, ComputationGraph graph, Batch batch) {
    return switch (mode) {
      case "train", "pair" -> () -> graph.fit(batch.features(), batch.labels());
      case "infer" -> () -> graph.outputSingle(batch.features());
      default ->
          throw new IllegalArgumentException(
              "mode '%s' must be train, infer or pair".formatted(mode));
    };
  }

  private static double stepsPerSecond(Runnable step, double seconds) {
    long start = System.nanoTime();
    double elapsed = 0;
    int steps = 0;
    for (; steps < FEWEST_STEPS || elapsed < seconds; steps++) {
      step.run();
      elapsed = (System.nanoTime() - start) / 1e9;
    }
    return steps / elapsed;
  }
}
