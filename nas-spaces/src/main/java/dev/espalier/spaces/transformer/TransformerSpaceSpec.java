package dev.espalier.spaces.transformer;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.Fault;
import dev.espalier.config.Faults;
import dev.espalier.config.Origin;
import dev.espalier.config.YamlNode;
import dev.espalier.network.Shape;
import dev.espalier.space.DecisionKind;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.spec.Description;
import dev.espalier.spaces.spec.DescriptionBuilder;
import dev.espalier.spaces.spec.Option;
import dev.espalier.spaces.spec.OptionSpec;
import dev.espalier.spaces.spec.Summary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The description of a space of Transformer encoders (Vaswani et al. 2017), from the Java builder
 * or from YAML. Immutable. Two descriptions are equal if they say the same, wherever they were
 * written.
 *
 * <pre>
 * apiVersion: nas-space/v1
 * name: passages
 * family: transformer
 * input: {type: tokens, vocabulary: 5000, steps: 128}  # may come from the data; {type: sequence, ...}
 * classes: 3                                           # may come from the data; outputs: 1
 * layers: {int: [1, 4]}                                # or {choice: [2, 4]}
 * width: {choice: [32, 64]}                            # numbers at each step
 * heads: {choice: [2, 4]}                              # divide every width
 * feedForward: {choice: [64, 128]}                     # width between the two dense layers of a block
 * activation: {choice: [relu, gelu]}                   # default relu
 * norm: {choice: [pre, post]}                          # layer norm before or after; default pre
 * mixing: {choice: [attention, conv, identity]}        # of each layer; or weighted_attention
 * kernel: {choice: [3, 5]}                             # steps that conv takes in; default 3
 * positions: {choice: [sinusoidal, learned, none]}     # default sinusoidal
 * dropout: {choice: [0, 10]}                           # percent after each half of a block; default 0
 * summary: {choice: [mean, max, last]}                 # default mean; each_step for language models
 * </pre>
 *
 * In place of {@code choice}, {@code each} lets each layer choose its {@code width}, {@code heads},
 * {@code feedForward} or {@code kernel} for itself, as in {@code heads: {each: [2, 4]}}.
 *
 * @param description what is fixed and what is open
 */
public record TransformerSpaceSpec(Description description) implements OptionSpec {
  /** How files call the family. */
  public static final String FAMILY = "transformer";

  private static final int MOST_LAYERS = 48;
  private static final int MOST_WIDTH = 1 << 14;
  private static final int MOST_HEADS = 256;

  /** Attention by the products of queries and keys. */
  static final String ATTENTION = "attention";

  /** Attention by a learned similarity of queries and keys. */
  static final String WEIGHTED = "weighted_attention";

  /** Blocks that are stacked. */
  static final Option LAYERS = Option.number("layers", MOST_LAYERS).about(DecisionKind.DEPTH);

  /** Numbers at each step. */
  static final Option WIDTH = Option.number("width", MOST_WIDTH).forLayers();

  /** Parts of the width that attend each on its own. */
  static final Option HEADS = Option.number("heads", MOST_HEADS).forLayers();

  /** Width between the two dense layers of a block. */
  static final Option FEED_FORWARD = Option.number("feedForward", MOST_WIDTH).forLayers();

  /** Between them. */
  static final Option ACTIVATION = Option.words("activation", "relu", "gelu");

  /** Whether a half of a block is normalised before it, or after its sum with its input. */
  static final Option NORM = Option.words("norm", "pre", "post");

  /** What the steps tell each other; decided for each layer. */
  static final Option MIXING = Option.words("mixing", ATTENTION, "conv", "identity", WEIGHTED);

  /** Steps that a convolution takes in. */
  static final Option KERNEL = Option.words("kernel", "3", "5", "7", "9", "11").forLayers();

  /** How a step knows its place. */
  static final Option POSITIONS = Option.words("positions", "sinusoidal", "learned", "none");

  /** Percentage set to zero after each half of a block. */
  static final Option DROPOUT = Option.words("dropout", "0", "10", "20", "30", "40", "50");

  /** How the sequence becomes the vector that the last dense layer reads. */
  static final Option SUMMARY = Option.words("summary", "mean", "max", "last", Summary.EACH_STEP);

  /** All that a description may fix or leave open, in the order of files. */
  public static final ImmutableList<Option> OPTIONS =
      ImmutableList.of(
          LAYERS,
          WIDTH,
          HEADS,
          FEED_FORWARD,
          ACTIVATION,
          NORM,
          MIXING,
          KERNEL,
          POSITIONS,
          DROPOUT,
          SUMMARY);

  /** Starts a description in Java. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * Reads a part of a document and notes the mistakes in it, for the caller to check; the result is
   * of use only if there are none.
   */
  public static TransformerSpaceSpec read(YamlNode node) {
    Description description = Description.read(node, FAMILY, OPTIONS);
    checkHeads(description, node.document().faults());
    checkUse(description, node.document().faults());
    Summary.check(description, SUMMARY, node.document().faults());
    return new TransformerSpaceSpec(description);
  }

  /** Says nothing where heads or widths have mistakes of their own. */
  private static void checkHeads(Description description, Faults faults) {
    Origin origin = description.data().origin();
    if (faults.touch(origin.full(HEADS.key())) || faults.touch(origin.full(WIDTH.key()))) {
      return;
    }
    for (String heads : description.options().domain(HEADS).values()) {
      String odd =
          description.options().domain(WIDTH).values().stream()
              .filter(width -> Integer.parseInt(width) % Integer.parseInt(heads) != 0)
              .collect(Collectors.joining(" nor "));
      if (!odd.isEmpty()) {
        faults.add(
            origin.fault(HEADS.key(), heads, "must divide every width; it does not divide " + odd));
      }
    }
  }

  private static void checkUse(Description description, Faults faults) {
    List<String> mixings = description.options().domain(MIXING).values();
    description.refuseUnused(
        KERNEL,
        mixings.contains("conv"),
        "mixing must include conv: no layer has a kernel",
        faults);
    description.refuseUnused(
        HEADS,
        mixings.contains(ATTENTION) || mixings.contains(WEIGHTED),
        "mixing must include attention: no layer has heads",
        faults);
  }

  @Override
  public TransformerSpaceSpec bind(Shape shape, int number) {
    return new TransformerSpaceSpec(description.bind(shape, number));
  }

  @Override
  public Optional<Fault> misfit(boolean eachStep) {
    return Summary.misfit(description, SUMMARY, eachStep);
  }

  @Override
  public TransformerSpace space(OperationRegistry operations) {
    return TransformerSpace.of(this);
  }

  /** Describes a space in Java. */
  public static final class Builder extends DescriptionBuilder<Builder> {
    private Builder(String name) {
      super(FAMILY, name);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Blocks to stack, both bounds included. */
    public Builder layers(int low, int high) {
      return setRange(LAYERS, low, high);
    }

    /** Numbers of blocks to choose from. */
    public Builder layersOf(int... numbers) {
      return set(LAYERS, numbers);
    }

    /** Numbers at each step, to choose from. */
    public Builder width(int... widths) {
      return set(WIDTH, widths);
    }

    /** Numbers at each step that each layer chooses from for itself. */
    public Builder widthOfEach(int... widths) {
      return setEach(WIDTH, widths);
    }

    /** Numbers of heads to choose from; each must divide every width. */
    public Builder heads(int... heads) {
      return set(HEADS, heads);
    }

    /** Numbers of heads that each layer chooses from for itself; each must divide every width. */
    public Builder headsOfEach(int... heads) {
      return setEach(HEADS, heads);
    }

    /** Widths between the two dense layers of a block, to choose from. */
    public Builder feedForward(int... widths) {
      return set(FEED_FORWARD, widths);
    }

    /** Widths between its two dense layers that each block chooses from for itself. */
    public Builder feedForwardOfEach(int... widths) {
      return setEach(FEED_FORWARD, widths);
    }

    /** {@code relu}, the default, or {@code gelu}. */
    public Builder activations(String... activations) {
      return set(ACTIVATION, activations);
    }

    /** Layer norm {@code pre}, the default, or {@code post}. */
    public Builder norms(String... norms) {
      return set(NORM, norms);
    }

    /**
     * Of each layer: {@code attention}, the default, {@code conv}, {@code identity} or {@code
     * weighted_attention}.
     */
    public Builder mixings(String... mixings) {
      return set(MIXING, mixings);
    }

    /** Steps that {@code conv} takes in: odd numbers from 3, the default, to 11. */
    public Builder kernels(int... steps) {
      return set(KERNEL, steps);
    }

    /** Steps that {@code conv} takes in, which each layer that has it chooses from for itself. */
    public Builder kernelsOfEach(int... steps) {
      return setEach(KERNEL, steps);
    }

    /** {@code sinusoidal}, the default, {@code learned} or {@code none}. */
    public Builder positions(String... positions) {
      return set(POSITIONS, positions);
    }

    /** Percentages of dropout: multiples of 10 up to 50; by default 0. */
    public Builder dropout(int... percent) {
      return set(DROPOUT, percent);
    }

    /**
     * Ways to make a vector of a sequence: {@code mean}, the default, {@code max}, {@code last}; or
     * {@code each_step} alone, for outputs at each step, which then see no later ones.
     */
    public Builder summaries(String... summaries) {
      return set(SUMMARY, summaries);
    }

    @Override
    public TransformerSpaceSpec build() {
      Faults faults = new Faults();
      Description description = describe(OPTIONS, faults);
      checkHeads(description, faults);
      checkUse(description, faults);
      Summary.check(description, SUMMARY, faults);
      faults.check();
      return new TransformerSpaceSpec(description);
    }
  }
}
