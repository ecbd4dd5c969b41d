package dev.espalier.eval.train;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small examples, and networks that learn them within seconds. */
public final class Samples {
  public static final ImmutableList<String> STROKES =
      ImmutableList.of("flat", "upright", "slanting");
  public static final TargetEncoding CLASSES = TargetEncoding.classes(STROKES);
  public static final Recipe RECIPE = Recipe.builder().learningRate(0.1).batchSize(16).build();

  private Samples() {}

  /** Noisy 8x8 images of one stroke each: the classes in turn, the stroke anywhere. */
  public static Examples strokes(int count, long seed) {
    Random random = new Random(seed);
    Features.Builder features = Features.builder(new FeatureShape.Image(1, 8, 8), count);
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = row % 3;
      features.add(stroke(labels[row], random));
    }
    return new Examples(features.build(), Targets.Labels.of(labels, STROKES));
  }

  private static float[] stroke(int label, Random random) {
    float[] pixels = new float[64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (0.3 * random.nextGaussian());
    }
    int at = random.nextInt(8);
    for (int i = 0; i < 8; i++) {
      int y = label == 0 ? at : i;
      int x = label == 0 ? i : label == 1 ? at : (at + i) % 8;
      pixels[8 * y + x] += 2.0f;
    }
    return pixels;
  }

  /** Convolution, batch norm, global pooling, logits. */
  public static Network convolutional() {
    Network.Builder network = Network.builder(new Shape.Image(1, 8, 8));
    int x = network.add("conv", Conv2d.of(8, Window.same(3, 1)), 0);
    x = network.add("norm", new BatchNorm(), x);
    x = network.add("relu", new Activation(Activation.Function.RELU), x);
    x = network.add("pool", new GlobalPool(Pooling.MAX), x);
    network.add("logits", Dense.of(3), x);
    return network.build();
  }

  /** A hidden layer of 16. */
  public static Network perceptron(int inputs, int outputs) {
    Network.Builder network = Network.builder(new Shape.Vector(inputs));
    int x = network.add("hidden", Dense.of(16), 0);
    x = network.add("relu", new Activation(Activation.Function.RELU), x);
    network.add("output", Dense.of(outputs), x);
    return network.build();
  }

  /** Prices around 50,000: a linear function of three features. */
  public static Examples prices(int count, long seed) {
    Random random = new Random(seed);
    Features.Builder features = Features.builder(new FeatureShape.Vector(3), count);
    double[][] prices = new double[count][];
    for (int row = 0; row < count; row++) {
      float[] x = {
        (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
      };
      features.add(x);
      prices[row] = new double[] {50_000 + 8_000 * x[0] - 5_000 * x[1] + 2_000 * x[2]};
    }
    return new Examples(features.build(), Targets.Values.of(prices, List.of("price")));
  }

  /** The scale of prices. */
  public static TargetEncoding scaleOf(Examples prices) {
    List<double[]> rows = new ArrayList<>();
    for (int row = 0; row < prices.size(); row++) {
      rows.add(new double[] {prices.values().value(row, 0)});
    }
    return TargetEncoding.values(List.of("price"), rows);
  }

  /** Vectors of two features without content, of the given labels. */
  public static Examples labelled(int... labels) {
    Features.Builder features = Features.builder(new FeatureShape.Vector(2), labels.length);
    for (int row = 0; row < labels.length; row++) {
      features.add(new float[] {row, -row});
    }
    return new Examples(features.build(), Targets.Labels.of(labels, STROKES));
  }
}
