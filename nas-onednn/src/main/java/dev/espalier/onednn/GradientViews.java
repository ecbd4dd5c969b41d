package dev.espalier.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A graph's flattened gradients, parameter by parameter. */
final class GradientViews {
  private GradientViews() {}

  static Gradient of(ComputationGraph graph, INDArray flattened) {
    Gradient found = new DefaultGradient(flattened);
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      Layer layer = vertex.getLayer();
      if (layer == null || vertex.numParams() == 0 || layer instanceof FrozenLayer) {
        continue; // as in the stock graph, a frozen layer has no gradient
      }
      parts(layer.conf(), layer.getGradientsViewArray())
          .forEach((name, part) -> found.setGradientFor(vertex.getVertexName() + "_" + name, part));
    }
    return found;
  }

  private static Map<String, INDArray> parts(NeuralNetConfiguration conf, INDArray gradients) {
    if (!(conf.getLayer() instanceof Bidirectional both)) {
      return conf.getLayer().initializer().getGradientsFromFlattened(conf, gradients);
    }
    // DL4J's own takes the wrapper for what it wraps.
    INDArray flat = gradients.reshape(gradients.length());
    long half = flat.length() / 2;
    Map<String, INDArray> parts = new LinkedHashMap<>();
    half(conf, both.getFwd(), flat.get(NDArrayIndex.interval(0, half)), "f", parts);
    half(conf, both.getBwd(), flat.get(NDArrayIndex.interval(half, 2 * half)), "b", parts);
    return parts;
  }

  private static void half(
      NeuralNetConfiguration conf,
      org.deeplearning4j.nn.conf.layers.Layer layer,
      INDArray gradients,
      String prefix,
      Map<String, INDArray> parts) {
    NeuralNetConfiguration own = conf.clone();
    own.setLayer(layer);
    layer
        .initializer()
        .getGradientsFromFlattened(own, gradients.reshape(1, gradients.length()))
        .forEach((name, part) -> parts.put(prefix + name, part));
  }
}
