package dev.espalier.onednn;

import dev.espalier.onednn.layer.ActivationHardSwish;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** A graph that is being drawn: its vertices so far, and how to add one of random sizes. */
class GraphSketch {
  /** A vertex and the size of its output. */
  record Part(String name, int channels, int height, int width) {
    int pixels() {
      return height * width;
    }
  }

  final Random random;
  final boolean rectified;
  final int batch;
  final GraphBuilder builder;
  final List<Part> parts = new ArrayList<>();
  final List<Part> open = new ArrayList<>();
  final List<Part> views = new ArrayList<>();
  final List<INDArray> features = new ArrayList<>();
  final List<INDArray> labels = new ArrayList<>();
  int vertices;

  GraphSketch(long seed, boolean rectified) {
    this.random = new Random(seed);
    this.rectified = rectified;
    this.batch = 1 + random.nextInt(5);
    this.builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(new Sgd(0.1))
            .miniBatch(random.nextInt(8) != 0)
            .graphBuilder();
  }

  Random random() {
    return random;
  }

  /** A part drawn at random, the latest ones more often. */
  Part any() {
    int back = Math.min(random.nextInt(parts.size()), random.nextInt(parts.size()));
    return parts.get(parts.size() - 1 - back);
  }

  Part layer(Layer layer, Part from, int channels, int height, int width) {
    Part part = new Part("v" + vertices++, channels, height, width);
    if (layer instanceof FeedForwardLayer sized) {
      sized.setNIn(from.channels());
    }
    builder.addLayer(part.name(), layer, from.name());
    return add(part, from);
  }

  Part vertex(
      org.deeplearning4j.nn.conf.graph.GraphVertex vertex,
      int channels,
      int height,
      int width,
      Part... from) {
    Part part = new Part("v" + vertices++, channels, height, width);
    String[] names = new String[from.length];
    for (int i = 0; i < from.length; i++) {
      names[i] = from[i].name();
    }
    builder.addVertex(part.name(), vertex, names);
    return add(part, from);
  }

  Part add(Part part, Part... from) {
    open.removeAll(List.of(from));
    parts.add(part);
    open.add(part);
    return part;
  }

  /** From 1 to a most, often odd. */
  int size(int most) {
    return 1 + random.nextInt(most);
  }

  int channels() {
    int[] usual = {1, 3, 8, 16, 17};
    return random.nextBoolean() ? usual[random.nextInt(usual.length)] : size(17);
  }

  IActivation activation() {
    Activation[] smooth = {
      Activation.TANH,
      Activation.SIGMOID,
      Activation.SWISH,
      Activation.GELU,
      Activation.ELU,
      Activation.IDENTITY
    };
    if (!rectified) {
      return smooth[random.nextInt(smooth.length)].getActivationFunction();
    }
    return switch (random.nextInt(4)) {
      case 0 -> Activation.RELU6.getActivationFunction();
      case 1 -> Activation.LEAKYRELU.getActivationFunction();
      case 2 -> new ActivationHardSwish();
      default -> new ActivationReLU();
    };
  }

  /** Sizes of a window and what it makes of a size; at least 1 pixel. */
  static final class Sliding {
    final int[] kernel = new int[2];
    final int[] stride = new int[2];
    final int[] dilation = new int[2];
    final int[] padding = new int[2];
    final ConvolutionMode mode;
    final int[] out = new int[2];

    Sliding(ConvolutionMode mode) {
      this.mode = mode;
    }

    boolean fits() {
      return out[0] > 0 && out[1] > 0;
    }
  }

  Sliding window(Part x, boolean dilated) {
    ConvolutionMode mode = random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    Sliding w = new Sliding(mode);
    int[] in = {x.height(), x.width()};
    for (int i = 0; i < 2; i++) {
      w.kernel[i] = new int[] {1, 2, 3, 3, 5}[random.nextInt(5)];
      w.stride[i] = Math.min(w.kernel[i], 1 + random.nextInt(2));
      w.dilation[i] = dilated && random.nextInt(3) == 0 ? 2 : 1;
      int extent = (w.kernel[i] - 1) * w.dilation[i] + 1;
      if (mode == ConvolutionMode.Same) {
        w.out[i] = (in[i] + w.stride[i] - 1) / w.stride[i];
      } else {
        w.padding[i] = random.nextInt(1 + w.kernel[i] / 2);
        int room = in[i] + 2 * w.padding[i] - extent;
        w.out[i] = room < 0 ? 0 : room / w.stride[i] + 1;
      }
    }
    return w;
  }

  <B extends ConvolutionLayer.BaseConvBuilder<B>> B slide(B layer, Sliding w, int outputs) {
    return layer
        .kernelSize(w.kernel)
        .stride(w.stride)
        .dilation(w.dilation)
        .padding(w.padding)
        .convolutionMode(w.mode)
        .hasBias(random.nextBoolean())
        .activation(activation())
        .nOut(outputs);
  }
}
