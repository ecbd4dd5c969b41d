package dev.espalier.bench;

import dev.espalier.onednn.OneDnnGraph;
import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What runs a configuration on this side of the comparison. */
public enum Engine {
  /** {@link OneDnnGraph}. */
  ONEDNN {
    @Override
    ComputationGraph build(ComputationGraphConfiguration configuration) {
      return new OneDnnGraph(configuration);
    }
  },
  /** Deeplearning4j's own {@link ComputationGraph}. */
  STOCK {
    @Override
    ComputationGraph build(ComputationGraphConfiguration configuration) {
      return new ComputationGraph(configuration);
    }
  };

  abstract ComputationGraph build(ComputationGraphConfiguration configuration);

  /**
   * By the name that the results carry, in lower case.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static Engine of(String name) {
    return Arrays.stream(values())
        .filter(engine -> engine.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "engine '%s' is none of %s".formatted(name, Arrays.toString(values()))));
  }

  /** An initialised graph, the caller's to close. */
  public ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = build(configuration);
    graph.init();
    return graph;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
