package dev.espalier.onednn;

import dev.espalier.onednn.layer.GroupedConvolution2D;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Draws small graphs of covered layers and vertices, with data for them; the same ones from the
 * same seed. Every vertex leads to an output, and each layer gets its number of inputs, as DL4J's
 * own inference of types refuses squeeze-and-excitation.
 */
final class RandomGraphs extends GraphSketch {
  /** A graph's configuration and an array for each input and output. */
  record Drawn(
      ComputationGraphConfiguration configuration, List<INDArray> features, List<INDArray> labels) {
    INDArray[] inputs() {
      return features.toArray(INDArray[]::new);
    }

    INDArray[] targets() {
      return labels.toArray(INDArray[]::new);
    }
  }

  /** Adds one more vertex, or none where the parts drawn do not fit it. */
  interface Growth {
    void grow(RandomGraphs graphs);
  }

  private static final List<Growth> COVERED =
      List.of(
          RandomGraphs::convolve,
          RandomGraphs::convolve,
          RandomGraphs::convolve,
          RandomGraphs::normalize,
          RandomGraphs::normalize,
          RandomGraphs::pool,
          RandomGraphs::repeat,
          RandomGraphs::pass,
          RandomGraphs::activate,
          RandomGraphs::combine,
          RandomGraphs::combine,
          RandomGraphs::merge,
          RandomGraphs::shiftOrScale,
          RandomGraphs::take,
          RandomGraphs::squeezeAndExcite);

  private final List<Growth> growths;

  private RandomGraphs(long seed, boolean rectified, List<Growth> growths) {
    super(seed, rectified);
    this.growths = growths;
  }

  /**
   * Draws a graph of what is covered.
   *
   * @param rectified whether its activations are rectifiers and not smooth ones
   */
  static Drawn covered(long seed, boolean rectified) {
    return new RandomGraphs(seed, rectified, COVERED).draw();
  }

  /** Draws a graph with other vertices among them. */
  static Drawn with(List<Growth> others, long seed, boolean rectified) {
    List<Growth> all = new ArrayList<>(COVERED);
    all.addAll(others);
    return new RandomGraphs(seed, rectified, all).draw();
  }

  private Drawn draw() {
    int height = size(9);
    int width = size(9);
    int inputs = random.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < inputs; i++) {
      String name = "in" + i;
      int channels = size(5);
      builder.addInputs(name);
      features.add(GraphCheck.features(random.nextLong(), batch, channels, height, width));
      Part input = new Part(name, channels, height, width);
      parts.add(input);
      open.add(input);
    }
    int steps = 2 + random.nextInt(6);
    for (int i = 0; i < steps; i++) {
      growths.get(random.nextInt(growths.size())).grow(this);
    }
    int outputs = random.nextInt(4) == 0 ? 2 : 1;
    List<String> names = new ArrayList<>();
    Part trunk = trunk();
    for (int i = 0; i < outputs; i++) {
      names.add(head(i, trunk));
    }
    builder.setOutputs(names.toArray(String[]::new));
    return new Drawn(builder.build(), List.copyOf(features), List.copyOf(labels));
  }

  private void convolve() {
    Part x = any();
    // Of the separable kinds stock runs no window of one pixel, and no separable one of one
    // channel.
    int kind = random.nextInt(x.channels() > 1 ? 4 : 3);
    Sliding w = window(x, kind < 2);
    if (!w.fits() || (kind > 1 && w.kernel[0] * w.kernel[1] == 1)) {
      return;
    }
    int outputs = channels();
    int multiplier = 1 + random.nextInt(2);
    int groups = x.channels() % 2 == 0 ? 2 : x.channels();
    ConvolutionLayer layer;
    switch (kind) {
      case 0 -> layer = slide(new ConvolutionLayer.Builder(), w, outputs).build();
      case 1 -> {
        outputs = groups * multiplier;
        layer = slide(new GroupedConvolution2D.Builder(), w, outputs).groups(groups).build();
      }
      case 2 -> {
        outputs = x.channels() * multiplier;
        layer =
            slide(new DepthwiseConvolution2D.Builder(), w, outputs)
                .depthMultiplier(multiplier)
                .build();
        layer.setNOut(outputs); // the builder sets it to 0 before the number of inputs is known
      }
      default ->
          layer =
              slide(new SeparableConvolution2D.Builder().dataFormat(CNN2DFormat.NCHW), w, outputs)
                  .depthMultiplier(multiplier)
                  .build();
    }
    layer(layer, x, outputs, w.out[0], w.out[1]);
  }

  private void normalize() {
    Part x = any();
    if (batch * x.pixels() < 8) {
      return; // so few values make its gradient a difference of rounding errors
    }
    BatchNormalization norm =
        new BatchNormalization.Builder(random.nextInt(4) == 0)
            .useLogStd(random.nextBoolean())
            .nOut(x.channels())
            .build();
    layer(norm, x, x.channels(), x.height(), x.width());
  }

  private void pool() {
    Part x = any();
    SubsamplingLayer layer = pooling(x);
    if (layer != null) {
      pool(layer, x);
    }
  }

  /** The same pooling twice, which is computed once, and a sum that may take its memory. */
  private void repeat() {
    Part x = any();
    SubsamplingLayer layer = pooling(x);
    if (layer == null) {
      return;
    }
    Part first = pool(layer, x);
    boolean alike = first.height() == x.height() && first.width() == x.width();
    Part other = pixelwise(alike ? x : first, first.channels());
    vertex(
        new ElementWiseVertex(ElementWiseVertex.Op.Add),
        first.channels(),
        first.height(),
        first.width(),
        first,
        other);
    pool(layer.clone(), pass(x));
  }

  private void pass() {
    pass(any());
  }

  /** Part of another's memory to the stock graph. */
  private Part view(Part part) {
    views.add(part);
    return part;
  }

  /** What computes nothing: an identity, or a merge or sum of one. */
  private Part pass(Part x) {
    return view(
        switch (random.nextInt(3)) {
          case 0 ->
              layer(
                  new ActivationLayer.Builder().activation(Activation.IDENTITY).build(),
                  x,
                  x.channels(),
                  x.height(),
                  x.width());
          case 1 -> vertex(new MergeVertex(), x.channels(), x.height(), x.width(), x);
          default ->
              vertex(
                  new ElementWiseVertex(ElementWiseVertex.Op.Add),
                  x.channels(),
                  x.height(),
                  x.width(),
                  x);
        });
  }

  private @Nullable SubsamplingLayer pooling(Part x) {
    Sliding w = window(x, false);
    if (!w.fits() || w.kernel[0] > 2 * x.height() + 1 || w.kernel[1] > 2 * x.width() + 1) {
      return null; // more padding than there is map is not covered
    }
    SubsamplingLayer layer =
        new SubsamplingLayer.Builder(
                random.nextBoolean()
                    ? SubsamplingLayer.PoolingType.MAX
                    : SubsamplingLayer.PoolingType.AVG)
            .kernelSize(w.kernel)
            .stride(w.stride)
            .padding(w.padding)
            .convolutionMode(w.mode)
            .build();
    layer.setAvgPoolIncludePadInDivisor(random.nextBoolean());
    return layer;
  }

  private Part pool(SubsamplingLayer layer, Part x) {
    int[] out = new int[2];
    int[] in = {x.height(), x.width()};
    for (int i = 0; i < 2; i++) {
      int stride = layer.getStride()[i];
      out[i] =
          layer.getConvolutionMode() == ConvolutionMode.Same
              ? (in[i] + stride - 1) / stride
              : (in[i] + 2 * layer.getPadding()[i] - layer.getKernelSize()[i]) / stride + 1;
    }
    return layer(layer, x, x.channels(), out[0], out[1]);
  }

  /**
   * At inference the stock layer writes over its input, the user's features among them, so nothing
   * else may read that.
   */
  private void activate() {
    Part x = any();
    if (!open.contains(x) || x.name().startsWith("in") || views.contains(x)) {
      return;
    }
    layer(
        new ActivationLayer.Builder().activation(activation()).build(),
        x,
        x.channels(),
        x.height(),
        x.width());
    parts.remove(x);
  }

  private void shiftOrScale() {
    Part x = any();
    vertex(
        random.nextBoolean() ? new ScaleVertex(0.7) : new ShiftVertex(0.3),
        x.channels(),
        x.height(),
        x.width(),
        x);
  }

  private Part pixelwise(Part x, int channels) {
    return layer(
        new ConvolutionLayer.Builder(1, 1).nOut(channels).activation(activation()).build(),
        x,
        channels,
        x.height(),
        x.width());
  }

  /** A part of the same height and width, of so many channels. */
  private Part matching(Part x, int channels) {
    for (Part other : parts) {
      boolean alike = other.height() == x.height() && other.width() == x.width();
      if (alike && !other.equals(x) && random.nextBoolean()) {
        return other.channels() == channels ? other : pixelwise(other, channels);
      }
    }
    return pixelwise(x, channels);
  }

  private void combine() {
    Part x = any();
    Part other = matching(x, x.channels());
    ElementWiseVertex.Op[] ops = ElementWiseVertex.Op.values();
    vertex(
        new ElementWiseVertex(ops[random.nextInt(ops.length)]),
        x.channels(),
        x.height(),
        x.width(),
        x,
        other);
  }

  private void merge() {
    Part x = any();
    Part other = matching(x, channels());
    vertex(new MergeVertex(), x.channels() + other.channels(), x.height(), x.width(), x, other);
  }

  private void take() {
    Part x = any();
    int first = random.nextInt(x.channels());
    int count = size(x.channels() - first);
    view(vertex(new SubsetVertex(first, first + count - 1), count, x.height(), x.width(), x));
  }

  private void squeezeAndExcite() {
    Part x = any();
    Part squeezed =
        layer(
            new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
            x,
            x.channels(),
            1,
            1);
    Part less = pixelwise(squeezed, 1 + x.channels() / 4);
    Part factors =
        layer(
            new ConvolutionLayer.Builder(1, 1)
                .nOut(x.channels())
                .activation(Activation.SIGMOID)
                .build(),
            less,
            x.channels(),
            1,
            1);
    vertex(
        new ElementWiseVertex(ElementWiseVertex.Op.Product),
        x.channels(),
        x.height(),
        x.width(),
        x,
        factors);
  }

  /** All that no vertex reads yet, as one vector. */
  private Part trunk() {
    List<Part> vectors = new ArrayList<>();
    for (Part x : List.copyOf(open)) {
      if (random.nextInt(3) == 0 && x.pixels() <= 25) {
        DenseLayer dense = new DenseLayer.Builder().nOut(size(9)).activation(activation()).build();
        dense.setNIn((long) x.channels() * x.pixels());
        Part vector = new Part("flat" + vectors.size(), (int) dense.getNOut(), 1, 1);
        builder.addLayer(
            vector.name(),
            dense,
            new CnnToFeedForwardPreProcessor(x.height(), x.width(), x.channels()),
            x.name());
        vectors.add(vector);
      } else {
        PoolingType type = random.nextBoolean() ? PoolingType.AVG : PoolingType.MAX;
        vectors.add(layer(new GlobalPoolingLayer.Builder(type).build(), x, x.channels(), 1, 1));
      }
    }
    if (vectors.size() == 1) {
      return vectors.get(0);
    }
    int sum = vectors.stream().mapToInt(Part::channels).sum();
    return vertex(new MergeVertex(), sum, 1, 1, vectors.toArray(Part[]::new));
  }

  private String head(int index, Part trunk) {
    Part x = trunk;
    if (random.nextBoolean()) {
      int units = channels();
      x =
          layer(
              new DenseLayer.Builder()
                  .nOut(units)
                  .hasBias(random.nextBoolean())
                  .activation(activation())
                  .build(),
              x,
              units,
              1,
              1);
    }
    int outputs = 2 + random.nextInt(5);
    String name = "out" + index;
    OutputLayer.Builder layer = new OutputLayer.Builder().nIn(x.channels()).nOut(outputs);
    switch (random.nextInt(3)) {
      case 0 -> {
        layer.lossFunction(LossFunction.MSE).activation(Activation.TANH);
        labels.add(GraphCheck.features(random.nextLong(), batch, outputs));
      }
      case 1 -> {
        layer.lossFunction(LossFunction.XENT).activation(Activation.SIGMOID);
        labels.add(GraphCheck.classes(random.nextLong(), batch, outputs));
      }
      default -> {
        layer.lossFunction(LossFunction.MCXENT).activation(Activation.SOFTMAX);
        labels.add(GraphCheck.classes(random.nextLong(), batch, outputs));
      }
    }
    builder.addLayer(name, layer.build(), x.name());
    return name;
  }
}
