package dev.espalier.eval.weights;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which shared block each parameter of a graph is a part of: that with the key of its layer, the
 * name of the parameter, and the sizes of those of its {@link Axes} that all have in common.
 */
final class Slots {
  /** Running statistics, which are measured anew for each network. */
  private static final ImmutableSet<String> STATISTICS =
      ImmutableSet.of("mean", "var", "log10stdev");

  private Slots() {}

  /** Of an initialised graph, in the order of its parameters. */
  static ImmutableList<Slot> of(ComputationGraph graph) {
    ImmutableList.Builder<Slot> slots = ImmutableList.builder();
    for (Layer layer : graph.getLayers()) {
      var settings = layer.conf().getLayer();
      int joined = JoinedParts.of(graph, settings.getLayerName());
      boolean norm = settings instanceof BatchNormalization;
      for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
        String name = parameter.getKey();
        if (norm && STATISTICS.contains(name)) {
          continue;
        }
        INDArray view = parameter.getValue();
        var penalties = settings.getRegularizationByParam(name);
        Axes axes = Axes.of(settings, name, storedSizes(view), joined);
        slots.add(
            new Slot(
                "%s/%s/%s".formatted(settings.getLayerName(), name, axes.fixed()),
                settings.getLayerName(),
                Ints.toArray(axes.sizes()),
                Ints.checkedCast(view.offset() - graph.params().offset()),
                penalties != null && !penalties.isEmpty()));
      }
    }
    return slots.build();
  }

  /** Sizes of the axes in the order in which they are stored, the last one running fastest. */
  private static int[] storedSizes(INDArray view) {
    int[] sizes = Ints.toArray(com.google.common.primitives.Longs.asList(view.shape()));
    if (view.ordering() == 'f' && sizes.length > 1) {
      Ints.reverse(sizes);
    }
    return sizes;
  }
}
