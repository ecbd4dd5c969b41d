package dev.espalier.spaces.transformer;

import static dev.espalier.spaces.transformer.TransformerSpaceSpec.ACTIVATION;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.ATTENTION;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.DROPOUT;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.FEED_FORWARD;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.HEADS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.KERNEL;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.LAYERS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.MIXING;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.NORM;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.POSITIONS;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.SUMMARY;
import static dev.espalier.spaces.transformer.TransformerSpaceSpec.WEIGHTED;
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
import dev.espalier.network.WeightedAttention;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.spaces.spec.Option;
import dev.espalier.spaces.spec.OptionSpace;
import dev.espalier.spaces.spec.Options;
import dev.espalier.spaces.spec.Summary;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
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
 * there is that layer. So are those that each layer is to decide for itself, such as {@code
 * l1.heads}; heads and kernel are open only where the layer has them. Between layers of different
 * widths there is a dense layer at each step, as in FlexiBERT (Tuli et al. 2022). A layer that
 * mixes by {@code identity} has its dense half only. Where there are outputs at each step, for
 * language models, a step attends to none after it.
 */
public final class TransformerSpace extends OptionSpace {
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
   * @throws dev.espalier.config.ConfigException if input or outputs are missing, or the input is no
   *     sequence
   */
  public static TransformerSpace of(TransformerSpaceSpec spec) {
    return new TransformerSpace(spec, spec.description().requireSequence());
  }

  private static Stream<Decision> decisions(Options options) {
    Stream<Decision> shared =
        TransformerSpaceSpec.OPTIONS.stream()
            .filter(option -> !options.isEach(option))
            .flatMap(
                option ->
                    option.equals(MIXING)
                        ? byLayer(options, MIXING, LAYERS, 0)
                        : decision(options, option));
    Stream<Decision> own =
        IntStream.range(0, options.highest(LAYERS))
            .boxed()
            .flatMap(
                layer ->
                    TransformerSpaceSpec.OPTIONS.stream()
                        .filter(options::isEach)
                        .flatMap(option -> own(options, option, layer)));
    return Stream.concat(shared, own);
  }

  /** What a layer decides for itself, open where there is the layer and it makes use of it. */
  private static Stream<Decision> own(Options options, Option option, int layer) {
    List<String> mixings = options.domain(MIXING).values();
    List<String> users =
        option.equals(HEADS)
            ? mixings.stream().filter(List.of(ATTENTION, WEIGHTED)::contains).toList()
            : option.equals(KERNEL) ? mixings.stream().filter("conv"::equals).toList() : mixings;
    if (users.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        Decision.of(
                inLayer(layer, option),
                "l" + layer,
                options.domain(option),
                users.size() == mixings.size()
                    ? hasLayer(options, LAYERS, layer)
                    : Condition.isOneOf(inLayer(layer, MIXING), users.toArray(String[]::new)))
            .about(option.kind()));
  }

  @Override
  public Network expand(Architecture architecture) {
    return new Expansion(check(architecture)).run();
  }

  @Override
  public Drawing drawing(Architecture architecture) {
    return new TransformerDrawing(this, options(), input, outputs).of(check(architecture));
  }

  String mixing(Architecture architecture, int layer) {
    return options().text(MIXING, inLayer(layer, MIXING), architecture);
  }

  /** A number of a layer, whether it decides for itself or not. */
  int number(Option option, int layer, Architecture architecture) {
    String decision = options().isEach(option) ? inLayer(layer, option) : option.key();
    return Integer.parseInt(options().text(option, decision, architecture));
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
      int width = number(WIDTH, 0, architecture);
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
        x = layer(i, x);
      }
      if (before) {
        x = network.add("norm", new LayerNorm(), x);
      }
      x = Summary.add(network, options().text(SUMMARY, architecture), x);
      network.add("logits", Dense.of(outputs), x);
      return network.build();
    }

    private int layer(int layer, int x) {
      String key = "l" + layer;
      int width = number(WIDTH, layer, architecture);
      int y =
          network.shape(x).features() == width
              ? x
              : network.add(key + ".project", Dense.of(width), x);
      String mixing = mixing(architecture, layer);
      if (!mixing.equals("identity")) {
        String name = key + "." + mixing;
        y = half(name, y, in -> network.add(name, mixingLayer(mixing, layer, width), in));
      }
      return half(key + ".dense", y, in -> feedForward(layer, in, width));
    }

    /** Where there are outputs at each step, a step sees none after it. */
    private Layer mixingLayer(String mixing, int layer, int width) {
      boolean causal = Summary.isEachStep(options(), SUMMARY);
      return switch (mixing) {
        case "conv" -> new Conv1d(width, number(KERNEL, layer, architecture), 1, 1, causal, true);
        case WEIGHTED -> new WeightedAttention(number(HEADS, layer, architecture), causal);
        default -> new SelfAttention(number(HEADS, layer, architecture), causal);
      };
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

    private int feedForward(int layer, int x, int width) {
      String key = "l%s.dense".formatted(layer);
      int y = network.add(key + ".in", Dense.of(number(FEED_FORWARD, layer, architecture)), x);
      String function = options().text(ACTIVATION, architecture).toUpperCase(Locale.ROOT);
      y = network.add(key + ".act", new Activation(Activation.Function.valueOf(function)), y);
      return network.add(key + ".out", Dense.of(width), y);
    }
  }
}
