package dev.espalier.eval.lower;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.ChannelScale;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv1d;
import dev.espalier.network.Conv2d;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Embedding;
import dev.espalier.network.Flatten;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Identity;
import dev.espalier.network.Input;
import dev.espalier.network.LastStep;
import dev.espalier.network.Layer;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Pool1d;
import dev.espalier.network.Pool2d;
import dev.espalier.network.PositionalEncoding;
import dev.espalier.network.Recurrent;
import dev.espalier.network.SelfAttention;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;
import dev.espalier.network.Shift;
import dev.espalier.network.Truncate;
import dev.espalier.network.WeightedAttention;
import dev.espalier.network.Zero;
import dev.espalier.onednn.layer.StepsToMaps;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU6;

/**
 * Adds the vertices of one node after another; each case returns the name of the vertex that holds
 * the node's output. For one graph and one thread.
 */
final class NodeLowering implements Layer.Visitor<String> {
  /** Share of the running statistics that a step keeps; PyTorch calls 1 minus this momentum. */
  static final double BATCH_NORM_DECAY = 0.9;

  static final double BATCH_NORM_EPSILON = 1e-5;

  /**
   * Channels up to which a stock depthwise convolution is as many small ones: at 8 to 32 channels
   * that takes a third of the time of Deeplearning4j's own layer. Beyond, the graph would grow too
   * large.
   */
  private static final int MOST_SPLIT = 32;

  private final GraphBuilder graph;
  private final Network live;
  private final Engine engine;
  private final Map<Integer, String> vertices = new HashMap<>();
  private final JoinedInputs joined;
  private Node node;

  NodeLowering(GraphBuilder graph, Network live, Engine engine) {
    this.graph = graph;
    this.live = live;
    this.engine = engine;
    this.node = live.node(0);
    this.joined = new JoinedInputs(graph, live, vertices);
  }

  /** Adds a node whose inputs were added before. */
  void lower(Node next) {
    node = next;
    vertices.put(node.id(), node.layer().accept(this));
  }

  /** Adds the last node, dropout before it, and the loss. */
  void finish(Node last, OutputSpec output, double dropout) {
    OutputLowering head = OutputLowering.of(output, last);
    node = last;
    if (dropout > 0.0) {
      for (int input : ImmutableSet.copyOf(last.inputs())) {
        String name = last.key() + ".dropout" + input;
        graph.addLayer(
            name, SequenceLowering.dropout(live.node(input).shape(), dropout), vertex(input));
        vertices.put(input, name);
      }
    }
    if (last.layer() instanceof Dense dense) {
      graph
          .addLayer(last.key(), head.outputLayer(shape(0).features(), dense), inputs())
          .setOutputs(last.key());
    } else {
      lower(last);
      String loss = last.key() + ".loss";
      graph.addLayer(loss, head.lossLayer(), vertex(last.id())).setOutputs(loss);
    }
  }

  @Override
  public String input(Input layer) {
    // No input types: every layer is told its sizes, as SubsetVertex infers wrong ones for images.
    graph.addInputs(node.key());
    return node.key();
  }

  @Override
  public String conv2d(Conv2d layer) {
    int channels = shape(0).features();
    WindowLowering window = new WindowLowering(layer.window());
    if (layer.groups() == 1) {
      return add(window.convolution(channels, layer.filters(), layer.bias()));
    }
    return switch (engine) {
      case ONEDNN -> add(window.grouped(channels, layer.filters(), layer.groups(), layer.bias()));
      case STOCK -> stockGroups(layer, window, channels);
    };
  }

  private String stockGroups(Conv2d layer, WindowLowering window, int channels) {
    // With a bias, Deeplearning4j's layer stores it before the weights but penalises as if it came
    // after them; the groups below do not.
    if (layer.groups() == channels && channels > MOST_SPLIT && !layer.bias()) {
      return add(window.depthwise(channels, layer.filters() / channels));
    }
    int groupChannels = channels / layer.groups();
    String[] outputs = new String[layer.groups()];
    for (int group = 0; group < outputs.length; group++) {
      String part = node.key() + ".part" + group;
      int from = group * groupChannels;
      graph.addVertex(part, new SubsetVertex(from, from + groupChannels - 1), inputs());
      outputs[group] = node.key() + ".group" + group;
      graph.addLayer(
          outputs[group],
          window.convolution(groupChannels, layer.filters() / outputs.length, layer.bias()),
          part);
    }
    graph.addVertex(node.key(), new MergeVertex(), outputs);
    return node.key();
  }

  @Override
  public String conv1d(Conv1d layer) {
    if (layer.groups() == layer.filters() && layer.filters() == shape(0).features()) {
      return add(sequence().depthwise(layer));
    }
    // Padding may hold anything by now, and windows reach from it into the steps that count.
    String masked = node.key() + ".masked";
    graph.addLayer(masked, sequence().mask(), inputs());
    if (layer.groups() == 1) {
      graph.addLayer(node.key(), sequence().convolution(layer), masked);
      return node.key();
    }
    int width = shape(0).features() / layer.groups();
    String[] outputs = new String[layer.groups()];
    for (int group = 0; group < outputs.length; group++) {
      String part = node.key() + ".part" + group;
      graph.addVertex(part, new SubsetVertex(group * width, (group + 1) * width - 1), masked);
      outputs[group] = node.key() + ".group" + group;
      graph.addLayer(outputs[group], sequence().convolution(layer), part);
    }
    graph.addVertex(node.key(), new MergeVertex(), outputs);
    return node.key();
  }

  @Override
  public String batchNorm(BatchNorm layer) {
    return add(
        new BatchNormalization.Builder()
            .nIn(node.shape().features())
            .nOut(node.shape().features())
            .decay(BATCH_NORM_DECAY)
            .eps(BATCH_NORM_EPSILON)
            .useLogStd(false)
            .build());
  }

  @Override
  public String activation(Activation layer) {
    return layer.function() == Activation.Function.HARD_SWISH && engine == Engine.STOCK
        ? stockHardSwish()
        : add(new ActivationLayer(ActivationLowering.function(layer.function())));
  }

  private String stockHardSwish() {
    String shifted = node.key() + ".shift";
    String clipped = node.key() + ".clip";
    String gate = node.key() + ".gate";
    graph.addVertex(shifted, new ShiftVertex(3.0), inputs());
    graph.addLayer(clipped, new ActivationLayer(new ActivationReLU6()), shifted);
    graph.addVertex(gate, new ScaleVertex(1.0 / 6.0), clipped);
    graph.addVertex(
        node.key(), new ElementWiseVertex(ElementWiseVertex.Op.Product), inputs()[0], gate);
    return node.key();
  }

  @Override
  public String pool1d(Pool1d layer) {
    return add(sequence().pool(layer));
  }

  @Override
  public String pool2d(Pool2d layer) {
    return add(new WindowLowering(layer.window()).pool(layer.pooling(), layer.countPadding()));
  }

  @Override
  public String globalPool(GlobalPool layer) {
    PoolingType type =
        switch (layer.pooling()) {
          case MAX -> PoolingType.MAX;
          case AVERAGE -> PoolingType.AVG;
          case SUM -> PoolingType.SUM;
        };
    return add(new GlobalPoolingLayer.Builder(type).build());
  }

  @Override
  public String embedding(Embedding layer) {
    return add(sequence().embedding(layer));
  }

  @Override
  public String recurrent(Recurrent layer) {
    return stepwise(sequence().recurrent(layer), layer.bidirectional());
  }

  @Override
  public String dagRecurrent(DagRecurrent layer) {
    return stepwise(sequence().dagRecurrent(layer), layer.bidirectional());
  }

  private String stepwise(org.deeplearning4j.nn.conf.layers.Layer cell, boolean bidirectional) {
    if (!bidirectional) {
      return add(cell);
    }
    // Not Deeplearning4j's Bidirectional, whose LSTM starts in the padding of short sequences.
    String forwards = node.key() + ".forwards";
    String backwards = node.key() + ".backwards";
    String reversed = node.key() + ".reversed";
    String restored = node.key() + ".restored";
    String mask = live.node(0).key();
    graph.addLayer(forwards, cell, inputs());
    graph.addVertex(reversed, new ReverseTimeSeriesVertex(mask), inputs());
    graph.addLayer(backwards, cell.clone(), reversed);
    graph.addVertex(restored, new ReverseTimeSeriesVertex(mask), backwards);
    graph.addVertex(node.key(), new MergeVertex(), forwards, restored);
    return node.key();
  }

  @Override
  public String layerNorm(LayerNorm layer) {
    return add(sequence().norm());
  }

  @Override
  public String selfAttention(SelfAttention layer) {
    return add(sequence().attention(layer.heads(), layer.causal(), false));
  }

  @Override
  public String weightedAttention(WeightedAttention layer) {
    return add(sequence().attention(layer.heads(), layer.causal(), true));
  }

  @Override
  public String positionalEncoding(PositionalEncoding layer) {
    return add(sequence().positions(layer));
  }

  @Override
  public String lastStep(LastStep layer) {
    // By the mask of the network's input, which all sequences here share.
    graph.addVertex(node.key(), new LastTimeStepVertex(live.node(0).key()), inputs());
    return node.key();
  }

  @Override
  public String dense(Dense layer) {
    if (node.shape() instanceof Shape.Sequence) {
      return add(sequence().dense(layer));
    }
    return add(
        new DenseLayer.Builder()
            .nIn(shape(0).features())
            .nOut(layer.units())
            .hasBias(layer.bias())
            .activation(new ActivationIdentity())
            .build());
  }

  @Override
  public String dropout(Dropout layer) {
    return add(SequenceLowering.dropout(node.shape(), layer.rate()));
  }

  @Override
  public String flatten(Flatten layer) {
    Shape.Image image = (Shape.Image) shape(0);
    graph.addVertex(
        node.key(),
        new PreprocessorVertex(
            new CnnToFeedForwardPreProcessor(image.height(), image.width(), image.channels())),
        inputs());
    return node.key();
  }

  @Override
  public String sequenceToImage(SequenceToImage layer) {
    graph.addVertex(node.key(), new PreprocessorVertex(new StepsToMaps()), inputs());
    return node.key();
  }

  @Override
  public String add(Add layer) {
    graph.addVertex(
        node.key(), new ElementWiseVertex(ElementWiseVertex.Op.Add), joined.inputs(node));
    return node.key();
  }

  @Override
  public String concat(Concat layer) {
    graph.addVertex(node.key(), new MergeVertex(), joined.inputs(node));
    return node.key();
  }

  @Override
  public String channelScale(ChannelScale layer) {
    String pixels = node.key() + ".pixels";
    int channels = node.shape().features();
    graph.addVertex(
        pixels,
        new PreprocessorVertex(new FeedForwardToCnnPreProcessor(1, 1, channels)),
        inputs()[1]);
    graph.addVertex(
        node.key(), new ElementWiseVertex(ElementWiseVertex.Op.Product), inputs()[0], pixels);
    return node.key();
  }

  @Override
  public String truncate(Truncate layer) {
    graph.addVertex(node.key(), new SubsetVertex(0, layer.features() - 1), inputs());
    return node.key();
  }

  @Override
  public String shift(Shift layer) {
    String cropped = node.key() + ".crop";
    graph.addLayer(
        cropped, new Cropping2D.Builder(layer.rows(), 0, layer.columns(), 0).build(), inputs());
    graph.addLayer(
        node.key(),
        new ZeroPaddingLayer.Builder(0, layer.rows(), 0, layer.columns()).build(),
        cropped);
    return node.key();
  }

  @Override
  public String identity(Identity layer) {
    return vertex(node.inputs().get(0));
  }

  /** Adds nothing: Deeplearning4j has no constants, so each reader makes its own zeros. */
  @Override
  public String zero(Zero layer) {
    return node.key();
  }

  private String add(org.deeplearning4j.nn.conf.layers.Layer layer) {
    graph.addLayer(node.key(), layer, inputs());
    return node.key();
  }

  private SequenceLowering sequence() {
    return new SequenceLowering(shape(0));
  }

  private Shape shape(int input) {
    return live.node(node.inputs().get(input)).shape();
  }

  private String[] inputs() {
    return node.inputs().stream().map(this::vertex).toArray(String[]::new);
  }

  private String vertex(int id) {
    return Objects.requireNonNull(vertices.get(id), "inputs come before their readers");
  }
}
