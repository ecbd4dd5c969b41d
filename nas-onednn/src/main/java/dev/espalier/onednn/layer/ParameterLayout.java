package dev.espalier.onednn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Parameters one after the other in a layer's flattened view, each in 'f' order. Immutable and
 * thread-safe.
 *
 * @param <L> the layer's configuration
 */
final class ParameterLayout<L extends BaseLayer> implements ParamInitializer {

  /**
   * One parameter.
   *
   * @param key its name
   * @param rows its first axis, inputs of a weight
   * @param columns its second axis, outputs of a weight
   * @param weight whether it is a weight, drawn and regularised as such; otherwise it counts as a
   *     bias
   * @param start what it starts as, unless it is a weight
   * @param init how a weight is drawn; null for the layer's own way
   */
  record Parameter(
      String key,
      long rows,
      long columns,
      boolean weight,
      double start,
      @Nullable IWeightInit init) {
    static Parameter weight(String key, long inputs, long outputs) {
      return weight(key, inputs, outputs, null);
    }

    static Parameter weight(String key, long inputs, long outputs, @Nullable IWeightInit init) {
      return new Parameter(key, inputs, outputs, true, 0.0, init);
    }

    static Parameter bias(String key, long length, double start) {
      return new Parameter(key, 1, length, false, start, null);
    }

    long length() {
      return rows * columns;
    }

    long[] shape() {
      return new long[] {rows, columns};
    }
  }

  private final Class<L> type;
  private final Function<L, List<Parameter>> parameters;

  ParameterLayout(Class<L> type, Function<L, List<Parameter>> parameters) {
    this.type = type;
    this.parameters = parameters;
  }

  private List<Parameter> of(Layer layer) {
    return parameters.apply(type.cast(layer));
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return of(layer).stream().mapToLong(Parameter::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return of(layer).stream().map(Parameter::key).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return of(layer).stream().filter(Parameter::weight).map(Parameter::key).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return of(layer).stream().filter(p -> !p.weight()).map(Parameter::key).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    L layer = type.cast(conf.getLayer());
    Map<String, INDArray> views = views(conf, paramsView);
    for (Parameter parameter : of(layer)) {
      conf.addVariable(parameter.key());
      INDArray view = views.get(parameter.key());
      if (!initializeParams || view == null) {
        continue;
      }
      if (parameter.weight()) {
        IWeightInit init = parameter.init() == null ? layer.getWeightInitFn() : parameter.init();
        init.init(
            (double) parameter.rows(), (double) parameter.columns(), parameter.shape(), 'f', view);
      } else {
        view.assign(parameter.start());
      }
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return views(conf, gradientView);
  }

  private Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray flattened) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Parameter parameter : of(conf.getLayer())) {
      long to = from + parameter.length();
      INDArray part = flattened.reshape(flattened.length()).get(NDArrayIndex.interval(from, to));
      views.put(parameter.key(), part.reshape('f', parameter.shape()));
      from = to;
    }
    return views;
  }
}
