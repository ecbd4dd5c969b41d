package dev.espalier.onednn;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A computation graph that runs on oneDNN kernels. */
public final class OneDnnGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  /** By a configuration; {@code init()} comes next, as for any graph. */
  public OneDnnGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }
}
