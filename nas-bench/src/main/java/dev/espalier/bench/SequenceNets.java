package dev.espalier.bench;

import dev.espalier.onednn.layer.CellActivation;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import java.util.List;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of {@link BenchNets} on sequences {@code [batch, features, steps]}. */
final class SequenceNets {
  /** Features of a step of the encoders and the searched cell. */
  static final int FEATURES = 16;

  /** Characters of the language model. */
  static final int CHARACTERS = 65;

  private static final int EMBEDDED = 64;

  private SequenceNets() {}

  /** Two layers of 64 units, and a dense layer on the last step. */
  static ComputationGraphConfiguration lstm(long seed) {
    return twoLayers(seed, in -> lstm(in, 64));
  }

  private static Layer lstm(int in, int units) {
    return new LSTM.Builder()
        .nIn(in)
        .nOut(units)
        .activation(Activation.TANH)
        .weightInit(WeightInit.XAVIER)
        .build();
  }

  /** The same of gated recurrent units. */
  static ComputationGraphConfiguration gru(long seed) {
    return twoLayers(
        seed, in -> new GruLayer.Builder().nIn(in).nOut(64).weightInit(WeightInit.XAVIER).build());
  }

  private static ComputationGraphConfiguration twoLayers(long seed, IntFunction<Layer> layer) {
    Blocks net = new Blocks(seed);
    String first = net.layer("recurrent", layer.apply(28), Blocks.INPUT);
    return net.classifyLast(net.layer("recurrent", layer.apply(64), first), 64);
  }

  /**
   * An encoder as of Vaswani et al. (2017, section 3.1): each block normalizes after its sums, its
   * dense layers are four times as wide inside.
   */
  static ComputationGraphConfiguration encoder(long seed, int blocks, int width) {
    Blocks net = new Blocks(seed);
    String x = dense(net, Blocks.INPUT, FEATURES, width);
    for (int block = 0; block < blocks; block++) {
      String attended =
          net.layer(
              "attention",
              new MultiHeadSelfAttention.Builder()
                  .features(width)
                  .heads(4)
                  .weightInit(WeightInit.XAVIER)
                  .build(),
              x);
      x = norm(net, net.add(x, attended), width);
      String wide = net.relu(dense(net, x, width, 4 * width));
      x = norm(net, net.add(x, dense(net, wide, 4 * width, width)), width);
    }
    return net.classify(x, width);
  }

  private static String norm(Blocks net, String input, int features) {
    return net.layer("norm", new LayerNormalization.Builder().features(features).build(), input);
  }

  private static String dense(Blocks net, String input, int in, int out) {
    return net.layer(
        "dense",
        new Convolution1DLayer.Builder(1)
            .nIn(in)
            .nOut(out)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER)
            .build(),
        input);
  }

  /** A searched cell of 8 nodes and 64 units, and a dense layer on its last step. */
  static ComputationGraphConfiguration dagCell(long seed) {
    int[] reads = {0, 1, 1, 2, 3, 2, 5, 6};
    List<CellActivation> activations =
        List.of(
            CellActivation.TANH,
            CellActivation.RELU,
            CellActivation.SIGMOID,
            CellActivation.IDENTITY);
    DagRecurrentLayer.Builder cell = new DagRecurrentLayer.Builder();
    for (int node = 0; node < reads.length; node++) {
      cell.node(reads[node], activations.get(node % activations.size()));
    }
    Blocks net = new Blocks(seed);
    String last =
        net.layer(
            "cell",
            cell.nIn(FEATURES).nOut(64).weightInit(WeightInit.XAVIER).build(),
            Blocks.INPUT);
    return net.classifyLast(last, 64);
  }

  /** One layer of 128 units that tells the next character at each step. */
  static ComputationGraphConfiguration characters(long seed) {
    Blocks net = new Blocks(seed);
    String embedded =
        net.layer(
            "embedding",
            new EmbeddingSequenceLayer.Builder()
                .nIn(CHARACTERS)
                .nOut(EMBEDDED)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .weightInit(WeightInit.XAVIER)
                .build(),
            Blocks.INPUT);
    String recalled = net.layer("recurrent", lstm(EMBEDDED, 128), embedded);
    return net.end(
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .nIn(128)
            .nOut(CHARACTERS)
            .dataFormat(RNNFormat.NCW)
            .activation(Activation.SOFTMAX)
            .weightInit(WeightInit.XAVIER)
            .build(),
        recalled);
  }
}
