package dev.espalier.spaces.transformer;

import static dev.espalier.spaces.transformer.TransformerSpaceSpec.ACTIVATION;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.DROPOUT;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.FEED_FORWARD;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.HEADS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.KERNEL;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.LAYERS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.MIXING;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.NORM;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.POSITIONS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.SUMMARY;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.WIDTH;

import dev.espalier.drawing.Drawing;
import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.Conv1d;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Embedding;
import dev.espalier.network.Layer;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.PositionalEncoding;
import dev.espalier.network.SelfAttention;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.spaces.spec.DecidedSpace;
import dev.espalier.spaces.spec.Options;
import dev.espalier.spaces.spec.Summary;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * A search space of Transformer encoders (Vaswani et al. 2017): an embedding of tokens, or a dense
 * layer at each step of a sequence, positions, blocks of attention or a convolution and two dense
 * layers with a connection past each half, a vector made of the sequence, and a dense layer. With
 * layer norm before each half there is one more at the end (Xiong et al. 2020). Immutable and
 * thread-safe.
 *
 * <p>Its decisions are the options of the {@link TransformerSpaceSpec} that are open, by their
 * names; {@code mixing} is one for each layer, {@code l0.mixing} of the first and so on, open where
 * there is that layer. A layer that mixes by {@code identity} has its dense half only. Where there
 * are outputs at each step, for language models, a step attends to none after it.
 */
public final class TransformerSpace extends DecidedSpace {
  private final Shape input;
  private final int outputs;

  private TransformerSpace(TransformerSpaceSpec spec, Shape input) {
    super(spec.description(), decisions(spec.description().options()));
    this.input = input;
    this.outputs = spec.description().data().outputs();
  }

  /**
   * A space that a description was bound to data for.
   *
   * @throws dev.espalier.spaces.config.ConfigException if input or outputs are missing, or the
   *     input is no sequence
   */
  public static TransformerSpace of(TransformerSpaceSpec spec) {
    return new TransformerSpace(spec, spec.description().requireSequence());
  }

  private static Stream<Decision> decisions(Options options) {
    return TransformerSpaceSpec.OPTIONS.stream()
        .flatMap(
            option ->
                option.equals(MIXING)
                    ? byLayer(options, MIXING, LAYERS, 0)
                    : decision(options, option));
  }

  @Override
  public Network expand(Architecture architecture) {
    return new Expansion(check(architecture)).run();
  }

  @Override
  public Drawing drawing(Architecture architecture) {
    return new TransformerDrawing(options(), input, outputs).of(check(architecture));
  }

  static String mixing(Options options, Architecture architecture, int layer) {
    return options.text(MIXING, inLayer(layer, MIXING), architecture);
  }

  /** Builds one network; weight keys say the place, such as {@code l1.attention}. */
  private final class Expansion {
    private final Architecture architecture;
    private final Network.Builder network = Network.builder(input);
    private final int percent;
    private final boolean before;

    Expansion(Architecture architecture) {
      this.architecture = architecture;
      this.percent = options().number(DROPOUT, architecture);
      this.before = options().text(NORM, architecture).equals("pre");
    }

    Network run() {
      int width = options().number(WIDTH, architecture);
      int x =
          network.add(
              "embedding",
              input instanceof Shape.Tokens ? new Embedding(width) : Dense.of(width),
              0);
      String positions = options().text(POSITIONS, architecture);
      if (!positions.equals("none")) {
        x = network.add("positions", new PositionalEncoding(positions.equals("learned")), x);
      }
      for (int i = 0; i < options().number(LAYERS, architecture); i++) {
        String key = "l" + i;
        String mixing = mixing(options(), architecture, i);
        if (!mixing.equals("identity")) {
          String name = key + "." + mixing;
          x = half(name, x, in -> network.add(name, mixingLayer(mixing, width), in));
        }
        x = half(key + ".dense", x, in -> feedForward(key + ".dense", in, width));
      }
      if (before) {
        x = network.add("norm", new LayerNorm(), x);
      }
      x = Summary.add(network, options().text(SUMMARY, architecture), x);
      network.add("logits", Dense.of(outputs), x);
      return network.build();
    }

    /** Where there are outputs at each step, a step sees none after it. */
    private Layer mixingLayer(String mixing, int width) {
      boolean causal = Summary.isEachStep(options(), SUMMARY);
      return mixing.equals("conv")
          ? new Conv1d(width, options().number(KERNEL, architecture), 1, 1, causal, true)
          : new SelfAttention(options().number(HEADS, architecture), causal);
    }

    /** What it does is added to its input; normalised before or after. */
    private int half(String key, int x, IntUnaryOperator work) {
      int y = work.applyAsInt(before ? network.add(key + ".norm", new LayerNorm(), x) : x);
      if (percent > 0) {
        y = network.add(key + ".dropout", new Dropout(percent / 100.0), y);
      }
      int sum = network.add(key + ".sum", new Add(), x, y);
      return before ? sum : network.add(key + ".norm", new LayerNorm(), sum);
    }

    private int feedForward(String key, int x, int width) {
      int y = network.add(key + ".in", Dense.of(options().number(FEED_FORWARD, architecture)), x);
      String function = options().text(ACTIVATION, architecture).toUpperCase(Locale.ROOT);
      y = network.add(key + ".act", new Activation(Activation.Function.valueOf(function)), y);
      return network.add(key + ".out", Dense.of(width), y);
    }
  }
}
