package dev.espalier.eval.lower;

import dev.espalier.onednn.NativeRuntime;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.onednn.StatisticsUpdater;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What computes a graph. Both train the same network by the same rules. Their weights differ: sums
 * are taken in another order, and a grouped convolution is one layer here and many there, which
 * tells in how its first weights are drawn and its gradient is clipped.
 */
public enum Engine {
  /**
   * Kernels of oneDNN, an order of magnitude faster. What oneDNN does not cover runs as stock, and
   * the log says why; see {@link OneDnnGraph}.
   */
  ONEDNN,
  /** Deeplearning4j's own layers and kernels, and nothing else. */
  STOCK;

  /**
   * Threads of one training or prediction, whatever the environment says. Trainings run side by
   * side, which scales better than threads inside one.
   */
  public static final int THREADS = 1;

  /** As in files: {@code onednn} or {@code stock}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All ids, the default first. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Engine::id).toList();
  }

  /**
   * By its id.
   *
   * @throws IllegalArgumentException if there is none of that id
   */
  public static Engine of(String id) {
    return Arrays.stream(values())
        .filter(engine -> engine.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "engine '%s' must be one of %s".formatted(id, String.join(", ", ids()))));
  }

  /**
   * Looks for what would have every training fail on this machine.
   *
   * @throws IllegalArgumentException if the environment sets what the native libraries do not
   *     survive
   */
  public static void check() {
    NativeRuntime.checkEnvironment();
  }

  /**
   * An initialised graph; where its backpropagation is truncated, states are carried from batch to
   * batch.
   *
   * @throws IllegalArgumentException if states are to be carried by stock, whose gradients are
   *     those of windows that begin at zero
   */
  ComputationGraph graph(ComputationGraphConfiguration configuration) {
    boolean carries = configuration.getBackpropType() == BackpropType.TruncatedBPTT;
    if (this == ONEDNN) {
      OneDnnGraph graph = new OneDnnGraph(configuration);
      graph.init();
      if (carries) {
        graph.carryStates();
      }
      return graph;
    }
    if (carries) {
      throw new IllegalArgumentException(
          "engine stock cannot carry states from window to window (tbptt); use onednn");
    }
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    StatisticsUpdater.install(graph);
    return graph;
  }
}
