package dev.espalier.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's updater, but for batch normalization's running mean and variance. DL4J keeps these among
 * the parameters and moves them by what it calls their gradient. It is none: limits of the
 * gradient's norm must neither count it nor scale it, or inference normalizes by statistics that
 * the network never had.
 *
 * <p>{@link OneDnnGraph} uses it by itself; {@link #install} gives it to any other graph. It lives
 * with the graph, whose files do not hold it. Not thread-safe, as any updater.
 */
public class StatisticsUpdater extends ComputationGraphUpdater {
  private static final long serialVersionUID = 1L;
  private static final Set<String> STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  /** Names of the statistics in a gradient of the whole graph. */
  private final transient List<String> statistics = new ArrayList<>();

  private final transient boolean clips;

  /** Of an initialised graph. */
  StatisticsUpdater(ComputationGraph graph) {
    super(graph);
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization norm) {
        STATISTICS.forEach(name -> statistics.add(norm.getLayerName() + "_" + name));
      }
    }
    clips = clips(getOrderedLayers());
  }

  /**
   * Gives an initialised graph such an updater, in place of one that it may have; what that had
   * gathered, such as momentum, is lost.
   */
  public static void install(ComputationGraph graph) {
    graph.setUpdater(new StatisticsUpdater(graph));
  }

  @Override
  public final synchronized void update(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    List<INDArray> changes = new ArrayList<>();
    List<INDArray> kept = new ArrayList<>();
    if (clips) {
      Map<String, INDArray> gradients = gradient.gradientForVariable();
      for (String name : statistics) {
        INDArray change = gradients.get(name);
        if (change != null) { // a variance is kept as one of two
          changes.add(change);
          kept.add(change.dup());
          change.assign(0.0);
        }
      }
    }
    apply(gradient, iteration, epoch, batchSize, workspaces);
    for (int i = 0; i < changes.size(); i++) {
      changes.get(i).assign(kept.get(i));
    }
  }

  /** Turns gradients into what is subtracted from the parameters. */
  void apply(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    super.update(gradient, iteration, epoch, batchSize, workspaces);
  }

  /** Whether the gradients of any layer are limited or scaled to a norm. */
  final boolean clips() {
    return clips;
  }

  private static boolean clips(Trainable[] layers) {
    for (Trainable layer : layers) {
      GradientNormalization kind =
          layer.getConfig() == null ? null : layer.getConfig().getGradientNormalization();
      if (kind != null && kind != GradientNormalization.None) {
        return true;
      }
    }
    return false;
  }
}
