package dev.espalier.onednn;

import dev.espalier.onednn.layer.CellActivation;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.PositionalEncoding;
import dev.espalier.onednn.layer.StepMask;
import dev.espalier.onednn.layer.StepPooling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Draws graphs on sequences that oneDNN covers, with data and, half of the time, a mask. */
final class RandomSequences {
  private static final int CLASSES = 3;
  private static final int VOCABULARY = 9;

  /** Layers and vertices of one input that keep the steps. */
  private enum Kind {
    LSTM,
    GRU,
    SIMPLE,
    CELL,
    ATTENTION,
    NORM,
    DENSE,
    CONVOLUTION,
    DEPTHWISE,
    POOL,
    MASK,
    POSITIONS,
    ACTIVATION,
    REVERSED
  }

  private final Random random;
  private final GraphBuilder graph;
  private final int rows;
  private final int steps;
  private final int features;
  private final boolean tokens;

  /** Vertices that may be read, and how wide they are. */
  private final List<String> names = new ArrayList<>();

  private final List<Integer> widths = new ArrayList<>();
  private final Set<String> read = new HashSet<>();

  /** A graph with what it is run on. */
  record Drawn(
      ComputationGraphConfiguration configuration,
      INDArray features,
      INDArray labels,
      Optional<INDArray> mask) {
    GraphCheck check() {
      GraphCheck check =
          GraphCheck.of(configuration, new INDArray[] {features}, new INDArray[] {labels});
      return mask.map(check::withMask).orElse(check);
    }
  }

  private RandomSequences(long seed) {
    random = new Random(seed);
    graph = Networks.builder();
    rows = 1 + random.nextInt(5);
    steps = 1 + random.nextInt(12);
    tokens = random.nextInt(4) == 0;
    features = tokens ? 1 : 1 + random.nextInt(5);
  }

  static Drawn draw(long seed) {
    return new RandomSequences(seed).draw();
  }

  private Drawn draw() {
    int width = 2 * (1 + random.nextInt(5));
    add(tokens ? embedding(width) : dense(features, width), "in", width);
    int operations = 2 + random.nextInt(5);
    for (int i = 0; i < operations; i++) {
      if (names.size() > 1 && random.nextInt(4) == 0) {
        join();
      } else {
        one(random.nextInt(names.size()));
      }
    }
    gather();
    boolean perStep = random.nextInt(3) == 0;
    end(perStep);
    return new Drawn(
        graph.build(),
        tokens ? tokens() : GraphCheck.features(random.nextLong(), rows, features, steps),
        perStep ? labels() : GraphCheck.classes(random.nextLong(), rows, CLASSES),
        random.nextBoolean() ? Optional.of(mask()) : Optional.empty());
  }

  private void add(Layer layer, String input, int width) {
    String name = "v" + names.size();
    read.add(input);
    graph.addLayer(name, layer, input);
    names.add(name);
    widths.add(width);
  }

  private void one(int input) {
    String from = names.get(input);
    int in = widths.get(input);
    int out = 2 * (1 + random.nextInt(5));
    switch (Kind.values()[random.nextInt(Kind.values().length)]) {
      case LSTM ->
          add(new LSTM.Builder().nIn(in).nOut(out).activation(Activation.TANH).build(), from, out);
      case GRU -> add(new GruLayer.Builder().nIn(in).nOut(out).build(), from, out);
      case SIMPLE ->
          add(
              new SimpleRnn.Builder().nIn(in).nOut(out).activation(Activation.TANH).build(),
              from,
              out);
      case CELL -> add(cell(in, out), from, out);
      case ATTENTION -> add(attention(in), from, in);
      case NORM -> add(new LayerNormalization.Builder().features(in).build(), from, in);
      case DENSE -> add(dense(in, out), from, out);
      case CONVOLUTION -> add(convolution(in, out), from, out);
      case DEPTHWISE ->
          add(
              new DepthwiseConvolution1D.Builder()
                  .features(in)
                  .kernel(1 + random.nextInt(4))
                  .dilation(1 + random.nextInt(2))
                  .causal(random.nextBoolean())
                  .bias(random.nextBoolean())
                  .build(),
              from,
              in);
      case POOL ->
          add(
              new StepPooling.Builder().features(in).kernel(1 + random.nextInt(2)).build(),
              from,
              in);
      case MASK -> add(new StepMask.Builder().features(in).build(), from, in);
      case POSITIONS ->
          add(
              random.nextBoolean()
                  ? new PositionalEncoding.Builder().features(in).learned(steps + 1).build()
                  : new PositionalEncoding.Builder().features(in).build(),
              from,
              in);
      case ACTIVATION -> add(new ActivationLayer(Activation.SIGMOID), from, in);
      case REVERSED -> {
        read.add(from);
        graph.addVertex("v" + names.size(), new ReverseTimeSeriesVertex("in"), from);
        names.add("v" + names.size());
        widths.add(in);
      }
    }
  }

  private DagRecurrentLayer cell(int in, int out) {
    DagRecurrentLayer.Builder cell =
        new DagRecurrentLayer.Builder().looseEnds(random.nextBoolean());
    int nodes = 1 + random.nextInt(4);
    List<CellActivation> smooth =
        List.of(CellActivation.TANH, CellActivation.SIGMOID, CellActivation.IDENTITY);
    for (int node = 0; node < nodes; node++) {
      cell.node(random.nextInt(node + 1), smooth.get(random.nextInt(smooth.size())));
    }
    return cell.nIn(in).nOut(out).build();
  }

  private MultiHeadSelfAttention attention(int in) {
    return new MultiHeadSelfAttention.Builder()
        .features(in)
        .heads(1 + random.nextInt(2))
        .causal(random.nextBoolean())
        .weighted(random.nextInt(3) == 0)
        .build();
  }

  private Convolution1DLayer dense(int in, int out) {
    return new Convolution1DLayer.Builder(1)
        .nIn(in)
        .nOut(out)
        .hasBias(random.nextBoolean())
        .activation(random.nextBoolean() ? Activation.TANH : Activation.IDENTITY)
        .build();
  }

  private Convolution1DLayer convolution(int in, int out) {
    return new Convolution1DLayer.Builder(1 + random.nextInt(4))
        .nIn(in)
        .nOut(out)
        .dilation(1 + random.nextInt(2))
        .convolutionMode(random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Causal)
        .activation(Activation.TANH)
        .build();
  }

  private static EmbeddingSequenceLayer embedding(int width) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(VOCABULARY)
        .nOut(width)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** The sum of two of equal width, or else both side by side. */
  private void join() {
    int first = random.nextInt(names.size());
    int second = (first + 1 + random.nextInt(names.size() - 1)) % names.size();
    boolean equal = widths.get(first).equals(widths.get(second));
    String name = "v" + names.size();
    read.addAll(List.of(names.get(first), names.get(second)));
    graph.addVertex(
        name,
        equal ? new ElementWiseVertex(ElementWiseVertex.Op.Add) : new MergeVertex(),
        names.get(first),
        names.get(second));
    names.add(name);
    widths.add(equal ? widths.get(first) : widths.get(first) + widths.get(second));
  }

  /** All that nothing reads, side by side. */
  private void gather() {
    List<Integer> loose = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!read.contains(name)) {
        loose.add(i);
      }
    }
    if (loose.size() > 1) {
      graph.addVertex(
          "gathered", new MergeVertex(), loose.stream().map(names::get).toArray(String[]::new));
      names.add("gathered");
      widths.add(loose.stream().mapToInt(widths::get).sum());
    }
  }

  private void end(boolean perStep) {
    String last = names.get(names.size() - 1);
    int width = widths.get(widths.size() - 1);
    if (perStep) {
      graph.addLayer(
          "out",
          new RnnOutputLayer.Builder(LossFunction.MCXENT)
              .nIn(width)
              .nOut(CLASSES)
              .dataFormat(RNNFormat.NCW)
              .activation(Activation.SOFTMAX)
              .build(),
          last);
    } else {
      if (random.nextBoolean()) {
        graph.addVertex("sum", new LastTimeStepVertex("in"), last);
      } else {
        graph.addLayer("sum", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
      }
      graph.addLayer(
          "out",
          new OutputLayer.Builder(LossFunction.MCXENT)
              .nIn(width)
              .nOut(CLASSES)
              .activation(Activation.SOFTMAX)
              .build(),
          "sum");
    }
    graph.setOutputs("out");
  }

  private INDArray tokens() {
    INDArray drawn = Nd4j.create(DataType.FLOAT, rows, 1, steps);
    for (long i = 0; i < drawn.length(); i++) {
      drawn.putScalar(i, random.nextInt(VOCABULARY));
    }
    return drawn;
  }

  private INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, rows, CLASSES, steps);
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < steps; step++) {
        labels.putScalar(new int[] {row, random.nextInt(CLASSES), step}, 1.0);
      }
    }
    return labels;
  }

  private INDArray mask() {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, rows, steps);
    for (int row = 0; row < rows; row++) {
      int length = 1 + random.nextInt(steps);
      for (int step = 0; step < length; step++) {
        mask.putScalar(row, step, 1.0);
      }
    }
    return mask;
  }
}
