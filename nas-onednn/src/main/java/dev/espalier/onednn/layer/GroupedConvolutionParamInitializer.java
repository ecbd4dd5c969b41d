package dev.espalier.onednn.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** DL4J's layout of a convolution's parameters, with {@code nIn / groups} channels in a kernel. */
final class GroupedConvolutionParamInitializer extends ConvolutionParamInitializer {
  static final GroupedConvolutionParamInitializer INSTANCE =
      new GroupedConvolutionParamInitializer();

  private GroupedConvolutionParamInitializer() {}

  @Override
  public long numParams(Layer layer) {
    GroupedConvolution2D conf = (GroupedConvolution2D) layer;
    long weights = 1;
    for (long size : weightShape(conf)) weights *= size;
    return biases(conf) + weights;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    GroupedConvolution2D layer = (GroupedConvolution2D) conf.getLayer();
    INDArray flat = gradientView.reshape(gradientView.length());
    long biases = biases(layer);
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    if (biases > 0) gradients.put(BIAS_KEY, flat.get(NDArrayIndex.interval(0, biases)));
    INDArray weights = flat.get(NDArrayIndex.interval(biases, flat.length()));
    gradients.put(WEIGHT_KEY, weights.reshape('c', weightShape(layer)));
    return gradients;
  }

  @Override
  protected INDArray createWeightMatrix(
      NeuralNetConfiguration conf, INDArray weightView, boolean initializeParams) {
    GroupedConvolution2D layer = (GroupedConvolution2D) conf.getLayer();
    long[] shape = weightShape(layer);
    if (!initializeParams) return WeightInitUtil.reshapeWeights(shape, weightView, 'c');
    int[] stride = layer.getStride();
    double kernel = (double) shape[2] * shape[3];
    double fanIn = shape[1] * kernel;
    long groupOut = shape[0] / layer.getGroups();
    double fanOut = groupOut * kernel / ((double) stride[0] * stride[1]);
    return layer.getWeightInitFn().init(fanIn, fanOut, shape, 'c', weightView);
  }

  private static long biases(GroupedConvolution2D layer) {
    return layer.hasBias() ? layer.getNOut() : 0;
  }

  private static long[] weightShape(GroupedConvolution2D layer) {
    int[] kernel = layer.getKernelSize();
    return new long[] {layer.getNOut(), layer.getNIn() / layer.getGroups(), kernel[0], kernel[1]};
  }
}
