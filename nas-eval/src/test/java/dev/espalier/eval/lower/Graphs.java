package dev.espalier.eval.lower;

import static java.util.Objects.requireNonNull;

import dev.espalier.network.Dense;
import dev.espalier.network.Flatten;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Schedule;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the tests of lowering share. */
public final class Graphs {
  /** Plain gradient descent at rate 1 without any penalty: a step is the negative gradient. */
  public static final Recipe BARE =
      Recipe.builder()
          .optimizer(new Optimizer.Sgd())
          .learningRate(1.0)
          .schedule(new Schedule.Constant())
          .warmupFraction(0.0)
          .l2(0.0)
          .build();

  public static final OutputSpec CLASSES = OutputSpec.of(Loss.CROSS_ENTROPY);
  public static final OutputSpec VALUES = OutputSpec.of(Loss.MEAN_SQUARED_ERROR);

  private Graphs() {}

  /** A single layer on an input, then a dense layer. */
  static Network single(Shape input, Layer layer, int outputs) {
    Network.Builder network = Network.builder(input);
    int x = network.add("layer", layer, 0);
    if (network.shape(x) instanceof Shape.Image) {
      x = network.add("flatten", new Flatten(), x);
    }
    network.add("logits", Dense.of(outputs), x);
    return network.build();
  }

  /** All parameters but batch norm's running statistics. */
  static long trainable(ComputationGraph graph) {
    long statistics = 0;
    for (var layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization norm) {
        statistics += 2 * norm.getNOut();
      }
    }
    return graph.numParams() - statistics;
  }

  /** Output of one layer at inference, for a batch of one. */
  static float[] activation(Network network, Engine engine, String key, float... input) {
    ComputationGraph graph = GraphLowering.lower(network, VALUES, BARE, engine, 1);
    return activation(graph, network, key, input);
  }

  static float[] activation(ComputationGraph graph, Network network, String key, float... input) {
    INDArray x = batch(network.inputShape(), 1, input);
    return vertex(graph, x, key).dup('c').data().asFloat();
  }

  /** Output of one vertex at inference. */
  static INDArray vertex(ComputationGraph graph, INDArray input, String key) {
    return requireNonNull(graph.feedForward(input, false).get(key), key);
  }

  /** Examples as the graph takes them. */
  static INDArray batch(Shape shape, int size, float... values) {
    if (shape instanceof Shape.Image image) {
      return Nd4j.create(
          values, new long[] {size, image.channels(), image.height(), image.width()}, 'c');
    }
    return shape instanceof Shape.Sequence sequence
        ? Nd4j.create(values, new long[] {size, sequence.features(), sequence.steps()}, 'c')
        : Nd4j.create(values, new long[] {size, shape.features()}, 'c');
  }
}
