package dev.espalier.spaces.rnn;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.Fault;
import dev.espalier.config.Faults;
import dev.espalier.config.YamlNode;
import dev.espalier.network.Shape;
import dev.espalier.space.DecisionKind;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.spec.Description;
import dev.espalier.spaces.spec.DescriptionBuilder;
import dev.espalier.spaces.spec.Option;
import dev.espalier.spaces.spec.OptionSpec;
import dev.espalier.spaces.spec.Options;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.spaces.spec.Summary;
import java.util.List;
import java.util.Optional;

/**
 * The description of a space of stacked recurrent networks, from the Java builder or from YAML.
 * Immutable. Two descriptions are equal if they say the same, wherever they were written.
 *
 * <pre>
 * apiVersion: nas-space/v1
 * name: vowels
 * family: recurrent
 * input: {type: sequence, features: 12, steps: 29}   # may come from the data; {type: tokens, ...}
 * classes: 9                                         # may come from the data; outputs: 1
 * embedding: {choice: [16, 32]}                      # for tokens: numbers for each; default 32
 * cell: {choice: [lstm, gru, simple_rnn, dag]}       # or one of them; default lstm
 * nodes: {int: [4, 8]}                               # of the cell dag; default 8
 * activations: {choice: [tanh, relu]}                # each node chooses; default tanh
 * entry: {choice: [tanh, relu]}                      # what the cell dag does first; default tanh
 * merge: {choice: [mean, loose_ends]}                # what the cell dag puts out; default mean
 * layers: {int: [1, 3]}
 * units: {choice: [16, 32, 64]}
 * direction: {choice: [forward, both]}               # default forward
 * skip: {choice: [none, residual]}                   # default none; a choice for each layer but the first
 * dropout: {choice: [0, 20]}                         # percent after each layer; default 0
 * summary: {choice: [last, mean, max]}               # default last; each_step for language models
 * </pre>
 *
 * @param description what is fixed and what is open
 */
public record RecurrentSpaceSpec(Description description) implements OptionSpec {
  /** How files call the family. */
  public static final String FAMILY = "recurrent";

  private static final int MOST_LAYERS = 16;
  private static final int MOST_UNITS = 1 << 14;

  /** Numbers that stand for a token; of no use to a sequence of numbers. */
  static final Option EMBEDDING = Option.number("embedding", MOST_UNITS, 32);

  /** What is computed at each step. */
  static final Option CELL = Option.words("cell", "lstm", "gru", "simple_rnn", DagCell.NAME);

  /** Nodes of the cell {@code dag}, besides its entry. */
  static final Option NODES = Option.number("nodes", 12, 8).about(DecisionKind.DEPTH);

  /** What each node of the cell {@code dag} does to its product. */
  static final Option ACTIVATIONS =
      Option.words("activations", "tanh", "relu", "sigmoid", "identity");

  /** What the entry of the cell {@code dag} does to its product. */
  static final Option ENTRY = Option.words("entry", "tanh", "relu", "sigmoid", "identity");

  /** Which states of the cell {@code dag} its output is the mean of. */
  static final Option MERGE = Option.words("merge", "mean", "loose_ends");

  /** How many are stacked. */
  static final Option LAYERS = Option.number("layers", MOST_LAYERS).about(DecisionKind.DEPTH);

  /** Size of each layer's state, in both directions each. */
  static final Option UNITS = Option.number("units", MOST_UNITS);

  /** Whether a second layer reads from the end. */
  static final Option DIRECTION = Option.words("direction", "forward", "both");

  /** Whether the input of a layer but the first is added to its output. */
  static final Option SKIP = Option.words("skip", "none", "residual").about(DecisionKind.EDGE);

  /** Percentage of each layer's outputs that training sets to zero. */
  static final Option DROPOUT = Option.words("dropout", "0", "10", "20", "30", "40", "50");

  /** How the sequence becomes the vector that the last dense layer reads. */
  static final Option SUMMARY = Option.words("summary", "last", "mean", "max", Summary.EACH_STEP);

  /** All that a description may fix or leave open, in the order of files. */
  public static final ImmutableList<Option> OPTIONS =
      ImmutableList.of(
          EMBEDDING,
          CELL,
          NODES,
          ACTIVATIONS,
          ENTRY,
          MERGE,
          LAYERS,
          UNITS,
          DIRECTION,
          SKIP,
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
  public static RecurrentSpaceSpec read(YamlNode node) {
    Description description = Description.read(node, FAMILY, OPTIONS);
    checkSummary(description, node.document().faults());
    checkUse(description, node.document().faults());
    return new RecurrentSpaceSpec(description);
  }

  private static void checkSummary(Description description, Faults faults) {
    Summary.check(description, SUMMARY, faults);
    if (Summary.isEachStep(description.options(), SUMMARY)
        && description.options().domain(DIRECTION).values().contains("both")) {
      description.fault(
          faults,
          DIRECTION.key(),
          "both",
          "must be forward where summary is each_step: a step would see the tokens that it is to predict");
    }
  }

  private static void checkUse(Description description, Faults faults) {
    boolean dag = description.options().domain(CELL).values().contains(DagCell.NAME);
    for (Option option : List.of(NODES, ACTIVATIONS, ENTRY, MERGE)) {
      description.refuseUnused(
          option, dag, "cell must include dag: no other cell has such nodes", faults);
    }
    description.refuseUnused(
        SKIP,
        description.options().highest(LAYERS) > 1,
        "layers must be 2 or more: the first layer has nothing to skip",
        faults);
  }

  @Override
  public RecurrentSpaceSpec bind(Shape shape, int number) {
    return new RecurrentSpaceSpec(description.bind(shape, number));
  }

  @Override
  public Optional<Fault> misfit(boolean eachStep) {
    return Summary.misfit(description, SUMMARY, eachStep);
  }

  @Override
  public Optional<SpaceSpec> eachStep() {
    Options options =
        description.options().with(SUMMARY, Summary.EACH_STEP).with(DIRECTION, "forward");
    return Optional.of(
        new RecurrentSpaceSpec(
            new Description(
                description.family(), description.name(), description.data(), options)));
  }

  @Override
  public RecurrentSpace space(OperationRegistry operations) {
    return RecurrentSpace.of(this);
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

    /** Widths of the embedding to choose from, for tokens; by default 32. */
    public Builder embedding(int... widths) {
      return set(EMBEDDING, widths);
    }

    /**
     * Cells to choose from: {@code lstm}, the default, {@code gru}, {@code simple_rnn}, {@code
     * dag}.
     */
    public Builder cells(String... cells) {
      return set(CELL, cells);
    }

    /** Nodes of the cell {@code dag}, both bounds included, 1 to 12; by default 8. */
    public Builder nodes(int low, int high) {
      return setRange(NODES, low, high);
    }

    /**
     * What each node of the cell {@code dag} chooses from: {@code tanh}, the default, {@code relu},
     * {@code sigmoid}, {@code identity}.
     */
    public Builder activations(String... activations) {
      return set(ACTIVATIONS, activations);
    }

    /** What the entry of the cell {@code dag} chooses from, of the same; by default tanh. */
    public Builder entries(String... activations) {
      return set(ENTRY, activations);
    }

    /**
     * What the cell {@code dag} puts out: {@code mean} of all nodes, the default, or of the {@code
     * loose_ends}.
     */
    public Builder merges(String... merges) {
      return set(MERGE, merges);
    }

    /** Layers to stack, both bounds included. */
    public Builder layers(int low, int high) {
      return setRange(LAYERS, low, high);
    }

    /** Sizes to choose from. */
    public Builder units(int... units) {
      return set(UNITS, units);
    }

    /** Directions to choose from: {@code forward}, the default, or {@code both}. */
    public Builder directions(String... directions) {
      return set(DIRECTION, directions);
    }

    /** Connections past a layer: {@code none}, the default, or {@code residual}. */
    public Builder skips(String... skips) {
      return set(SKIP, skips);
    }

    /** Percentages of dropout after each layer: multiples of 10 up to 50; by default 0. */
    public Builder dropout(int... percent) {
      return set(DROPOUT, percent);
    }

    /**
     * Ways to make a vector of a sequence: {@code last}, the default, {@code mean}, {@code max}; or
     * {@code each_step} alone, for outputs at each step.
     */
    public Builder summaries(String... summaries) {
      return set(SUMMARY, summaries);
    }

    @Override
    public RecurrentSpaceSpec build() {
      Faults faults = new Faults();
      Description description = describe(OPTIONS, faults);
      checkSummary(description, faults);
      checkUse(description, faults);
      faults.check();
      return new RecurrentSpaceSpec(description);
    }
  }
}
