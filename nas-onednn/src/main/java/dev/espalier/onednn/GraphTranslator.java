package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.layer.StepsToMaps;
import dev.espalier.onednn.plan.Apply;
import dev.espalier.onednn.plan.Combine;
import dev.espalier.onednn.plan.Greatest;
import dev.espalier.onednn.plan.Join;
import dev.espalier.onednn.plan.LastStep;
import dev.espalier.onednn.plan.Multiply;
import dev.espalier.onednn.plan.Operation;
import dev.espalier.onednn.plan.ReverseSteps;
import dev.espalier.onednn.plan.Take;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.InputVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** Operations of a whole graph, for inputs of given sizes. */
final class GraphTranslator {
  /** Vertices that are covered on series of which not all steps count. */
  private static final Set<Class<?>> MASKED =
      Set.of(
          ElementWiseVertex.class,
          MergeVertex.class,
          SubsetVertex.class,
          LastTimeStepVertex.class,
          ReverseTimeSeriesVertex.class,
          PreprocessorVertex.class);

  private final ComputationGraph graph;
  private final ComputationGraphConfiguration configuration;
  private final Translation translation;

  private GraphTranslator(ComputationGraph graph, List<InputSize> inputs, boolean masked) {
    this.graph = graph;
    this.configuration = graph.getConfiguration();
    this.translation = new Translation(inputs, masked);
  }

  /**
   * Translates an initialised graph.
   *
   * @param inputs sizes of its inputs, in their order, and of the mask of the only one
   * @param masked whether there is that mask
   * @throws UnsupportedGraphException if anything in it is not covered; the message names the
   *     vertex
   */
  static Translation translate(ComputationGraph graph, List<InputSize> inputs, boolean masked) {
    return new GraphTranslator(graph, inputs, masked).translate();
  }

  private Translation translate() {
    if (configuration.getDataType() != DataType.FLOAT) {
      throw new UnsupportedGraphException("data type " + configuration.getDataType());
    }
    List<String> names = configuration.getNetworkInputs();
    for (int i = 0; i < names.size(); i++) {
      translation.name(names.get(i), i);
    }
    long at = 0;
    for (int index : graph.topologicalSortOrder()) {
      var vertex = graph.getVertices()[index];
      if (!(vertex instanceof InputVertex)) {
        try {
          translation.name(vertex.getVertexName(), vertex(vertex, at));
        } catch (UnsupportedGraphException refused) {
          throw new UnsupportedGraphException(
              "vertex %s: %s".formatted(vertex.getVertexName(), refused.getMessage()));
        }
      }
      at += vertex.numParams();
    }
    for (String output : configuration.getNetworkOutputs()) {
      Layer layer = graph.getVertex(output).getLayer();
      int value = translation.value(output);
      if (!(layer instanceof IOutputLayer loss) || !isCovered(layer, value)) {
        throw new UnsupportedGraphException(
            "vertex %s: an output without a loss on vectors or steps".formatted(output));
      }
      translation.output(new Translation.Output(output, value, loss));
    }
    return translation;
  }

  private boolean isCovered(Layer loss, int value) {
    Form form = translation.form(value);
    return (form == Form.SERIES || translation.dims(value).isVector())
        && LayerTranslator.isLoss(loss.conf().getLayer(), form);
  }

  private int vertex(org.deeplearning4j.nn.graph.vertex.GraphVertex vertex, long at) {
    String name = vertex.getVertexName();
    List<String> sources = Objects.requireNonNull(configuration.getVertexInputs().get(name));
    for (String from : sources) {
      if (graph.getVertex(from).getLayer() instanceof IOutputLayer) {
        throw new UnsupportedGraphException("reads %s, which has a loss".formatted(from));
      }
    }
    List<Integer> inputs = sources.stream().map(translation::value).toList();
    if (sources.stream().distinct().count() < sources.size()) {
      // DL4J takes the second use of a vertex for the first.
      throw new UnsupportedGraphException("the same input twice");
    }
    if (inputs.stream().map(translation::form).distinct().count() > 1) {
      throw new UnsupportedGraphException("inputs of different ranks together");
    }
    if (vertex instanceof LayerVertex layerVertex) {
      return layer(layerVertex, inputs.get(0), at);
    }
    GraphVertex settings = Objects.requireNonNull(configuration.getVertices().get(name));
    Dims first = translation.dims(inputs.get(0));
    Class<?> type = settings.getClass();
    OptionalInt mask = new Place(translation, name, at, true).mask(inputs.get(0));
    if (mask.isPresent() && !MASKED.contains(type)) {
      throw new UnsupportedGraphException("masks in a vertex of type " + type.getSimpleName());
    }
    if (type == ElementWiseVertex.class) {
      return elementwise(name, ((ElementWiseVertex) settings).getOp(), inputs);
    } else if (type == MergeVertex.class) {
      return merge(name, (MergeVertex) settings, inputs);
    } else if (type == SubsetVertex.class) {
      return subset(name, (SubsetVertex) settings, inputs);
    } else if (type == ScaleVertex.class) {
      double factor = ((ScaleVertex) settings).getScaleFactor();
      return add(name, new Combine(List.of((float) factor)), inputs, first);
    } else if (type == ShiftVertex.class) {
      double shift = ((ShiftVertex) settings).getShiftFactor();
      return add(name, new Apply(Function.linear(1.0, shift)), inputs, first);
    } else if (type == LastTimeStepVertex.class) {
      return steps(name, new LastStep(), inputs.get(0), Dims.vector(first.n(), first.c()));
    } else if (type == ReverseTimeSeriesVertex.class) {
      // Without an input's name, stock reverses the padding along with the rest.
      if (mask.isPresent()
          && ((ReverseTimeSeriesVertex) settings).getMaskArrayInputName() == null) {
        throw new UnsupportedGraphException("steps reversed without their mask");
      }
      return steps(name, new ReverseSteps(), inputs.get(0), first);
    } else if (type == PreprocessorVertex.class) {
      return preprocess(
          new Place(translation, name, at, true),
          ((PreprocessorVertex) settings).getPreProcessor(),
          inputs.get(0));
    }
    throw new UnsupportedGraphException("vertex of type " + type.getSimpleName());
  }

  /** An operation that also reads the mask, where there is one. */
  private int steps(String name, Operation operation, int input, Dims out) {
    if (translation.form(input) != Form.SERIES) {
      throw new UnsupportedGraphException("steps of what is no series");
    }
    List<Integer> read = new ArrayList<>(List.of(input));
    translation.mask().ifPresent(read::add);
    return add(name, operation, read, out);
  }

  private int layer(LayerVertex vertex, int input, long at) {
    Layer layer = vertex.getLayer();
    boolean trainable = true;
    if (layer instanceof FrozenLayer frozen) {
      trainable = false;
      layer = frozen.getInsideLayer();
    }
    Place place = new Place(translation, vertex.getVertexName(), at, trainable);
    InputPreProcessor preprocessor = vertex.getLayerPreProcessor();
    int prepared = preprocessor == null ? input : preprocess(place, preprocessor, input);
    return LayerTranslator.translate(place, layer.conf().getLayer(), prepared);
  }

  private int preprocess(Place place, InputPreProcessor preprocessor, int input) {
    Dims in = translation.dims(input);
    Form form = translation.form(input);
    if (preprocessor.getClass() == RnnToFeedForwardPreProcessor.class && form == Form.ROWS) {
      return input; // DL4J puts it behind global pooling, where there is nothing left to do
    }
    if (preprocessor.getClass() == StepsToMaps.class && form == Form.SERIES) {
      return place.asMaps(in, input); // series lie as maps of one row here
    }
    if (form == Form.SERIES) {
      throw new UnsupportedGraphException("preprocessor %s on series".formatted(preprocessor));
    }
    if (preprocessor.getClass() == CnnToFeedForwardPreProcessor.class) {
      CnnToFeedForwardPreProcessor flatten = (CnnToFeedForwardPreProcessor) preprocessor;
      if (flatten.getFormat() != org.deeplearning4j.nn.conf.CNN2DFormat.NCHW) {
        throw new UnsupportedGraphException("data format " + flatten.getFormat());
      }
      int features = Math.multiplyExact(in.c(), Math.multiplyExact(in.h(), in.w()));
      return place.asRows(Dims.vector(in.n(), features), input);
    }
    if (preprocessor.getClass() == FeedForwardToCnnPreProcessor.class) {
      FeedForwardToCnnPreProcessor fold = (FeedForwardToCnnPreProcessor) preprocessor;
      if (!in.isVector()
          || in.c() != fold.getNumChannels() * fold.getInputHeight() * fold.getInputWidth()) {
        throw new UnsupportedGraphException("%s on %s".formatted(fold, in));
      }
      Dims maps =
          new Dims(
              in.n(),
              (int) fold.getNumChannels(),
              (int) fold.getInputHeight(),
              (int) fold.getInputWidth());
      return place.asMaps(maps, input);
    }
    throw new UnsupportedGraphException("preprocessor " + preprocessor);
  }

  private int elementwise(String name, ElementWiseVertex.Op op, List<Integer> inputs) {
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    List<Dims> dims = inputs.stream().map(translation::dims).toList();
    Dims largest = dims.stream().filter(d -> !d.isVector()).findFirst().orElse(dims.get(0));
    boolean equal = dims.stream().allMatch(largest::equals);
    boolean scaling =
        translation.form(inputs.get(0)) == Form.MAPS
            && dims.stream()
                .allMatch(
                    d ->
                        d.equals(largest)
                            || (d.isVector() && d.n() == largest.n() && d.c() == largest.c()));
    if (!equal && !(op == ElementWiseVertex.Op.Product && scaling)) {
      throw new UnsupportedGraphException("%s of maps of sizes %s".formatted(op, dims));
    }
    Operation operation =
        switch (op) {
          case Add -> new Combine(Collections.nCopies(inputs.size(), 1f));
          case Average -> new Combine(Collections.nCopies(inputs.size(), 1f / inputs.size()));
          case Subtract -> subtraction(inputs.size());
          case Product -> new Multiply();
          case Max -> new Greatest();
        };
    return add(name, operation, inputs, largest);
  }

  private static Operation subtraction(int inputs) {
    if (inputs != 2) {
      throw new UnsupportedGraphException("subtraction of %s inputs".formatted(inputs));
    }
    return new Combine(List.of(1f, -1f));
  }

  private int merge(String name, MergeVertex settings, List<Integer> inputs) {
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    List<Dims> dims = inputs.stream().map(translation::dims).toList();
    Dims whole = dims.get(0).withChannels(dims.stream().mapToInt(Dims::c).sum());
    for (Dims part : dims) {
      if (!part.withChannels(whole.c()).equals(whole)) {
        throw new UnsupportedGraphException("maps of sizes %s merged".formatted(dims));
      }
    }
    if (settings.getMergeAxis() != MergeVertex.DEFAULT_MERGE_DIM) {
      throw new UnsupportedGraphException("a merge along axis " + settings.getMergeAxis());
    }
    return add(name, new Join(), inputs, whole);
  }

  private int subset(String name, SubsetVertex settings, List<Integer> inputs) {
    Dims whole = translation.dims(inputs.get(0));
    int first = settings.getFrom();
    int channels = settings.getTo() - first + 1;
    if (first < 0 || channels < 1 || first + channels > whole.c()) {
      throw new UnsupportedGraphException(
          "a subset from %s to %s of %s".formatted(first, settings.getTo(), whole));
    }
    return channels == whole.c()
        ? inputs.get(0)
        : add(name, new Take(first, channels), inputs, whole.withChannels(channels));
  }

  private int add(String name, Operation operation, List<Integer> inputs, Dims dims) {
    return translation.add(new Node(name, operation, new ArrayList<>(inputs), dims));
  }
}
