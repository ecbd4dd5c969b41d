package dev.espalier.spaces.rnn;

import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.CELL;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.DIRECTION;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.DROPOUT;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.EMBEDDING;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.LAYERS;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.SKIP;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.SUMMARY;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.UNITS;

import com.google.common.collect.ImmutableList;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Add;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Embedding;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Recurrent;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.spaces.spec.OptionSpace;
import dev.espalier.spaces.spec.Options;
import dev.espalier.spaces.spec.Summary;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A search space of stacked recurrent networks: an embedding of tokens, layers of one kind and
 * width on top of each other, dropout after each, a vector made of the last one's sequence, and a
 * dense layer; or, for language models, a dense layer at each step. Immutable and thread-safe.
 *
 * <p>Its decisions are the options of the {@link RecurrentSpaceSpec} that are open, by their names;
 * {@code skip} is one for each layer but the first, {@code l1.skip} of the second layer and so on,
 * open where there is that layer. Where the cell is {@code dag}, the searched cell of {@link
 * dev.espalier.network.DagRecurrent}, the same in all layers, {@code dag.n2.in} and so on say which
 * earlier state a node reads, 0 being the entry's, and {@code dag.n1.activation} and so on what it
 * does; these are open where there is that node.
 */
public final class RecurrentSpace extends OptionSpace {
  private final Shape input;
  private final int outputs;

  private RecurrentSpace(RecurrentSpaceSpec spec, Shape input) {
    super(spec.description(), decisions(spec.description().options(), input));
    this.input = input;
    this.outputs = spec.description().data().outputs();
  }

  /**
   * A space that a description was bound to data for.
   *
   * @throws dev.espalier.config.ConfigException if input or outputs are missing, or the input is no
   *     sequence
   */
  public static RecurrentSpace of(RecurrentSpaceSpec spec) {
    return new RecurrentSpace(spec, spec.description().requireSequence());
  }

  private static Stream<Decision> decisions(Options options, Shape input) {
    return Stream.of(
            input instanceof Shape.Tokens ? decision(options, EMBEDDING) : Stream.<Decision>empty(),
            decision(options, CELL),
            DagCell.decisions(options),
            decision(options, LAYERS),
            decision(options, UNITS),
            decision(options, DIRECTION),
            byLayer(options, SKIP, LAYERS, 1),
            decision(options, DROPOUT),
            decision(options, SUMMARY))
        .flatMap(decisions -> decisions);
  }

  /** Weight keys say the place: {@code l1.rnn} is the second layer, {@code logits} the last. */
  @Override
  public Network expand(Architecture architecture) {
    Architecture checked = check(architecture);
    Layer layer = layer(checked);
    int percent = options().number(DROPOUT, checked);
    Network.Builder network = Network.builder(input);
    int x = 0;
    if (input instanceof Shape.Tokens) {
      x = network.add("embedding", new Embedding(options().number(EMBEDDING, checked)), x);
    }
    for (int i = 0; i < options().number(LAYERS, checked); i++) {
      int before = x;
      x = network.add("l%s.rnn".formatted(i), layer, x);
      if (percent > 0) {
        x = network.add("l%s.dropout".formatted(i), new Dropout(percent / 100.0), x);
      }
      if (skips(checked, i)) {
        x = network.add("l%s.sum".formatted(i), new Add(), before, x);
      }
    }
    x = Summary.add(network, options().text(SUMMARY, checked), x);
    network.add("logits", Dense.of(outputs), x);
    return network.build();
  }

  private Layer layer(Architecture checked) {
    int units = options().number(UNITS, checked);
    boolean both = options().text(DIRECTION, checked).equals("both");
    return DagCell.isIn(options(), checked)
        ? DagCell.of(options(), checked).layer(units, both)
        : new Recurrent(
            Recurrent.Cell.valueOf(options().text(CELL, checked).toUpperCase(Locale.ROOT)),
            units,
            both);
  }

  /** The searched cell of an architecture that has one. */
  DagCell dagCell(Architecture architecture) {
    Architecture checked = check(architecture);
    if (!DagCell.isIn(options(), checked)) {
      throw new IllegalArgumentException(
          "cell of %s (%s) must be dag".formatted(checked, options().text(CELL, checked)));
    }
    return DagCell.of(options(), checked);
  }

  @Override
  public Drawing drawing(Architecture architecture) {
    Architecture checked = check(architecture);
    ImmutableList.Builder<String> stages = ImmutableList.builder();
    stages.add("input %s".formatted(input));
    if (input instanceof Shape.Tokens) {
      stages.add("embedding of %s".formatted(options().number(EMBEDDING, checked)));
    }
    stages.add("layers").addAll(Summary.stages(options().text(SUMMARY, checked), outputs));
    ImmutableList.Builder<CellGraph> graphs = ImmutableList.builder();
    graphs.add(layers(checked));
    if (DagCell.isIn(options(), checked)) {
      graphs.add(DagCell.of(options(), checked).graph());
    }
    return new Drawing(stages.build(), graphs.build());
  }

  private CellGraph layers(Architecture checked) {
    int percent = options().number(DROPOUT, checked);
    String layer =
        "%s %s%s%s"
            .formatted(
                options().text(CELL, checked),
                options().text(UNITS, checked),
                options().text(DIRECTION, checked).equals("both") ? ", both directions" : "",
                percent > 0 ? ", dropout %s %%".formatted(percent) : "");
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    String before = "input";
    for (int i = 0; i < options().number(LAYERS, checked); i++) {
      String state = "l" + i;
      edges.add(new CellGraph.Edge(before, state, layer));
      if (skips(checked, i)) {
        edges.add(new CellGraph.Edge(before, state, "skip"));
      }
      before = state;
    }
    return new CellGraph(
        "layers", ImmutableList.of("input"), edges.build(), "", ImmutableList.of(before));
  }

  /** The first layer's input has another width. */
  private boolean skips(Architecture architecture, int layer) {
    return layer > 0 && options().text(SKIP, inLayer(layer, SKIP), architecture).equals("residual");
  }
}
