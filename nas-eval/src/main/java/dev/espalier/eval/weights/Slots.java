package dev.espalier.eval.weights;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which shared block each parameter of a graph is a part of.
 *
 * <p>A block has the key of its layer and the name of the parameter. Of convolutions, dense layers
 * and batch normalization the axes that count channels are part of no key: a narrower layer shares
 * the leading channels of a wider one. All other axes are part of the key, and of all other layers
 * every axis is, so that what differs in shape shares nothing.
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
      boolean norm = settings instanceof BatchNormalization;
      for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
        String name = parameter.getKey();
        if (norm && STATISTICS.contains(name)) {
          continue;
        }
        INDArray view = parameter.getValue();
        int[] sizes = storedSizes(view);
        var penalties = settings.getRegularizationByParam(name);
        slots.add(
            new Slot(
                key(settings.getLayerName(), name, sizes, channelAxes(settings, sizes.length)),
                settings.getLayerName(),
                sizes,
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

  /** Axes, from the first one, along which a narrower layer takes the leading part. */
  private static int channelAxes(org.deeplearning4j.nn.conf.layers.Layer settings, int axes) {
    Class<?> type = settings.getClass();
    if (type == ConvolutionLayer.class
        || type == Convolution1DLayer.class
        || type == GroupedConvolution2D.class) {
      return Math.min(2, axes);
    }
    boolean plain =
        type == BatchNormalization.class || type == DenseLayer.class || type == OutputLayer.class;
    return plain ? axes : 0;
  }

  private static String key(String layer, String parameter, int[] sizes, int channelAxes) {
    String fixed =
        Arrays.stream(sizes)
            .skip(channelAxes)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining("x"));
    return "%s/%s/%s".formatted(layer, parameter, fixed);
  }
}
