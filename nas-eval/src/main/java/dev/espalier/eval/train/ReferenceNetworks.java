package dev.espalier.eval.train;

import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Embedding;
import dev.espalier.network.Flatten;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.Network;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Recurrent;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Fixed networks that a search has to measure up to.
 *
 * <ul>
 *   <li>For images a plain CNN of three 3x3 convolutions (32, 64, 64 filters, ReLU) with max
 *       pooling after the first two and a dense layer of 64, as in introductory texts, and a
 *       LeNet-style network (LeCun et al. 1998: convolutions of 6 and 16 filters of 5x5, average
 *       pooling, dense layers of 120 and 84) with ReLU and same padding, so that it fits small
 *       images.
 *   <li>For sequences (tokens embedded in 64 numbers) two LSTM layers of 64, the last step of the
 *       second, and a dense layer.
 *   <li>For series in a space that takes them as images, the fully convolutional network of Wang et
 *       al. (2017, "Time series classification from scratch with deep neural networks"): three
 *       convolutions with bias over 8, 5 and 3 steps to 128, 256 and 128 features, each with batch
 *       norm and ReLU, the mean over the steps, and a dense layer. For tokens in such a space the
 *       network of Kim (2014, "Convolutional neural networks for sentence classification"): tokens
 *       embedded in 64 numbers, 100 features each by convolutions over 3, 4 and 5 steps, ReLU, the
 *       maximum over the steps, dropout of one half, and a dense layer.
 *   <li>For tokens besides, a bag of words: logistic regression on how often a text has each word,
 *       its matrix of weights factored by 64 numbers a word as in fastText (Joulin et al. 2017),
 *       which loses nothing at up to 64 outputs and learns faster than one number a word and
 *       output.
 *   <li>For language models one LSTM layer of 128 on tokens embedded in 128 numbers, and a dense
 *       layer at each step.
 *   <li>For vectors a perceptron with two hidden layers of 64.
 * </ul>
 */
public final class ReferenceNetworks {
  private static final Activation.Function RELU = Activation.Function.RELU;
  private static final String BAG_OF_WORDS = "bag-of-words logistic regression";

  private ReferenceNetworks() {}

  /** References by a name for people. */
  public static ImmutableMap<String, Network> of(Shape input, int outputs) {
    if (input instanceof Shape.Image) {
      return ImmutableMap.of(
          "plain 3-layer CNN", plainCnn(input, outputs), "LeNet-style", leNet(input, outputs));
    }
    if (input instanceof Shape.Tokens) {
      return ImmutableMap.of(
          BAG_OF_WORDS, bagOfWords(input, outputs), "LSTM 2x64", lstm(input, outputs));
    }
    if (input instanceof Shape.Sequence) {
      return ImmutableMap.of("LSTM 2x64", lstm(input, outputs));
    }
    return ImmutableMap.of("two-layer perceptron", perceptron(input, outputs));
  }

  /** References for series that networks take as images of one row. */
  public static ImmutableMap<String, Network> ofSeriesAsImages(Shape input, int outputs) {
    return input instanceof Shape.Tokens
        ? ImmutableMap.of(
            BAG_OF_WORDS, bagOfWords(input, outputs), "Kim's CNN", kim(input, outputs))
        : ImmutableMap.of("fully convolutional", fullyConvolutional(input, outputs));
  }

  /** References for language models, which put out {@code outputs} numbers at each step. */
  public static ImmutableMap<String, Network> ofLanguageModel(Shape input, int outputs) {
    return ImmutableMap.of("LSTM 1x128", new Chain(input).lstm("lstm", 128).logits(outputs));
  }

  private static Network plainCnn(Shape input, int outputs) {
    Chain chain = new Chain(input);
    chain.convolution("conv1", 32, 3).halve("pool1", Pool2d.max(Window.same(2, 2)));
    chain.convolution("conv2", 64, 3).halve("pool2", Pool2d.max(Window.same(2, 2)));
    chain.convolution("conv3", 64, 3).flatten().dense("dense", 64);
    return chain.logits(outputs);
  }

  private static Network leNet(Shape input, int outputs) {
    Chain chain = new Chain(input);
    chain.convolution("conv1", 6, 5).halve("pool1", Pool2d.average(Window.same(2, 2)));
    chain.convolution("conv2", 16, 5).halve("pool2", Pool2d.average(Window.same(2, 2)));
    chain.flatten().dense("dense1", 120).dense("dense2", 84);
    return chain.logits(outputs);
  }

  private static Network fullyConvolutional(Shape input, int outputs) {
    return new Chain(input)
        .asImage()
        .rowConvolution("conv1", 128, 8)
        .rowConvolution("conv2", 256, 5)
        .rowConvolution("conv3", 128, 3)
        .mean()
        .logits(outputs);
  }

  private static Network kim(Shape input, int outputs) {
    return new Chain(input)
        .embedding(64)
        .asImage()
        .besides(100, 3, 4, 5)
        .dropout(0.5)
        .logits(outputs);
  }

  private static Network bagOfWords(Shape input, int outputs) {
    return new Chain(input).sumOfWords(64).logits(outputs);
  }

  private static Network lstm(Shape input, int outputs) {
    return new Chain(input).lstm("lstm1", 64).lstm("lstm2", 64).lastStep().logits(outputs);
  }

  private static Network perceptron(Shape input, int outputs) {
    return new Chain(input).dense("dense1", 64).dense("dense2", 64).logits(outputs);
  }

  /** Layers one after the other. */
  private static final class Chain {
    private final Network.Builder network;
    private int last;

    Chain(Shape input) {
      network = Network.builder(input);
    }

    Chain convolution(String key, int filters, int kernel) {
      last = network.add(key, new Conv2d(filters, Window.same(kernel, 1), 1, true), last);
      last = network.add(key + ".relu", new Activation(RELU), last);
      return this;
    }

    Chain asImage() {
      last = network.add("row", new SequenceToImage(), last);
      return this;
    }

    Chain rowConvolution(String key, int filters, int kernel) {
      Window window = new Window(1, kernel, 1, 1, Padding.same());
      last = network.add(key, new Conv2d(filters, window, 1, true), last);
      last = network.add(key + ".bn", new BatchNorm(), last);
      last = network.add(key + ".relu", new Activation(RELU), last);
      return this;
    }

    Chain mean() {
      last = network.add("mean", new GlobalPool(Pooling.AVERAGE), last);
      return this;
    }

    Chain halve(String key, Pool2d pool) {
      last = network.add(key, pool, last);
      return this;
    }

    Chain embedding(int width) {
      last = network.add("embedding", new Embedding(width), last);
      return this;
    }

    /** Convolutions of several kernels, the maximum over the steps of each, side by side. */
    Chain besides(int filters, int... kernels) {
      List<Integer> maxima = new ArrayList<>();
      for (int kernel : kernels) {
        String key = "conv" + kernel;
        Window window = new Window(1, kernel, 1, 1, Padding.same());
        int x = network.add(key, new Conv2d(filters, window, 1, true), last);
        x = network.add(key + ".relu", new Activation(RELU), x);
        maxima.add(network.add(key + ".max", new GlobalPool(Pooling.MAX), x));
      }
      last = network.add("maxima", new Concat(), maxima);
      return this;
    }

    Chain dropout(double rate) {
      last = network.add("dropout", new Dropout(rate), last);
      return this;
    }

    Chain sumOfWords(int width) {
      last = network.add("words", new Embedding(width), last);
      last = network.add("sum", new GlobalPool(Pooling.SUM), last);
      return this;
    }

    Chain lstm(String key, int units) {
      if (network.shape(last) instanceof Shape.Tokens) {
        last = network.add("embedding", new Embedding(units), last);
      }
      last = network.add(key, new Recurrent(Recurrent.Cell.LSTM, units, false), last);
      return this;
    }

    Chain lastStep() {
      last = network.add("last", new LastStep(), last);
      return this;
    }

    Chain flatten() {
      last = network.add("flatten", new Flatten(), last);
      return this;
    }

    Chain dense(String key, int units) {
      last = network.add(key, Dense.of(units), last);
      last = network.add(key + ".relu", new Activation(RELU), last);
      return this;
    }

    Network logits(int outputs) {
      network.add("logits", Dense.of(outputs), last);
      return network.build();
    }
  }
}
