package dev.espalier.eval.lower;

import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.recipe.Recipe;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lowers a {@link Network} to a {@link ComputationGraph} for one of the {@link Engine}s.
 *
 * <p>Each node of the live network becomes a vertex named by its weight key. A vector at the end of
 * the network is taken as logits (or values): a last dense layer becomes the output layer, after
 * anything else a loss layer of the name {@code <key>.loss} is put. A sequence at the end has
 * outputs at each step; its loss is the sum over the steps that are no padding, divided by the
 * steps of the shape.
 *
 * <p>Grouped convolutions and hard swish, which Deeplearning4j lacks, are layers of {@code
 * nas-onednn} for {@link Engine#ONEDNN}. For {@link Engine#STOCK} they become a few vertices, of
 * which the last has the node's name; the groups of a convolution are then the layers {@code
 * <key>.group0}, {@code <key>.group1}, ...
 *
 * <p>A convolution of sequences is, on both engines, a layer {@code <key>.masked} that sets padding
 * to zero, then a layer of the node's name, or the layers {@code <key>.group0}, {@code
 * <key>.group1}, ... and a vertex that joins them.
 *
 * <p>Gated recurrent units, layer norm, attention, positions and dropout of sequences are layers of
 * {@code nas-onednn} on both engines, as Deeplearning4j has none that do. A recurrent layer in both
 * directions becomes a few vertices, of which the last has the node's name; its layers are {@code
 * <key>.forwards} and {@code <key>.backwards}.
 *
 * <p>Images are {@code [batch, channels, height, width]}, vectors {@code [batch, features]},
 * sequences {@code [batch, features, steps]}, tokens {@code [batch, 1, steps]}, labels {@code
 * [batch, outputs]} or {@code [batch, outputs, steps]}. Convolutions and hidden dense layers start
 * as He et al. (2015) propose, the output layer as Glorot and Bengio (2010) do.
 */
public final class GraphLowering {
  private GraphLowering() {}

  /** The live network as an initialised graph on {@link Engine#ONEDNN}. */
  public static ComputationGraph lower(
      Network network, OutputSpec output, Recipe recipe, long seed) {
    return lower(network, output, recipe, Engine.ONEDNN, seed);
  }

  /**
   * The live network as an initialised graph.
   *
   * @param recipe its update rule, learning rate (constant: see {@link LearningRates}), penalties,
   *     dropout before the last layer, gradient clipping and truncated backpropagation go into the
   *     graph
   * @param engine what is to compute it
   * @param seed of the initial weights
   * @throws IllegalArgumentException if the network's output is an image, the output's weights do
   *     not fit it, or backpropagation is to be truncated where there are no steps, or by {@link
   *     Engine#STOCK}
   */
  public static ComputationGraph lower(
      Network network, OutputSpec output, Recipe recipe, Engine engine, long seed) {
    return lower(network, output, recipe, engine, seed, DataType.FLOAT);
  }

  static ComputationGraph lower(
      Network network,
      OutputSpec output,
      Recipe recipe,
      Engine engine,
      long seed,
      DataType precision) {
    NativeRuntime.load();
    Network live = network.live();
    NeuralNetConfiguration.Builder settings =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(precision)
            .updater(recipe.optimizer().accept(new UpdaterLowering(recipe.learningRate())))
            .weightInit(WeightInit.RELU)
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED);
    if (engine == Engine.STOCK) {
      // Keeps what a convolution unfolded on the way forward: a third of the step is saved.
      settings.cacheMode(CacheMode.DEVICE);
    }
    if (recipe.l1() > 0.0) {
      settings.l1(recipe.l1());
    }
    if (recipe.l2() > 0.0) {
      settings.l2(recipe.l2());
    }
    if (recipe.gradientClip() > 0.0) {
      settings
          .gradientNormalization(GradientNormalization.ClipL2PerLayer)
          .gradientNormalizationThreshold(recipe.gradientClip());
    }
    GraphBuilder builder = settings.graphBuilder();
    if (recipe.tbptt()) {
      int window = steps(live.inputShape());
      builder
          .backpropType(BackpropType.TruncatedBPTT)
          .tBPTTForwardLength(window)
          .tBPTTBackwardLength(window);
    }
    NodeLowering nodes = new NodeLowering(builder, live, engine);
    Node last = live.output();
    for (Node node : live.nodes()) {
      if (node.id() != last.id()) {
        nodes.lower(node);
      }
    }
    nodes.finish(last, output, recipe.dropout());
    return engine.graph(builder.build());
  }

  private static int steps(Shape input) {
    if (input instanceof Shape.Tokens tokens) {
      return tokens.steps();
    } else if (input instanceof Shape.Sequence sequence) {
      return sequence.steps();
    }
    throw new IllegalArgumentException(
        "states are carried (tbptt) through sequences only, not through %s".formatted(input));
  }
}
