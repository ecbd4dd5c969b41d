package dev.espalier.spaces.rnn;

import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.ACTIVATIONS;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.CELL;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.ENTRY;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.MERGE;
import static dev.espalier.spaces.rnn.RecurrentSpaceSpec.NODES;

import com.google.common.collect.ImmutableList;
import dev.espalier.drawing.CellGraph;
import dev.espalier.network.DagRecurrent;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.Domain;
import dev.espalier.spaces.spec.Option;
import dev.espalier.spaces.spec.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The searched cell of a recurrent space, the same in all its layers. Immutable.
 *
 * @param entry what the entry does
 * @param nodes the nodes, each reading an earlier state, 0 being the entry's
 * @param merge which states the output is the mean of
 */
record DagCell(
    DagRecurrent.Function entry,
    ImmutableList<DagRecurrent.CellNode> nodes,
    DagRecurrent.Merge merge) {
  /** The word of the option {@code cell}. */
  static final String NAME = "dag";

  /** Which earlier state a node reads; the first node has no choice. */
  static String input(int node) {
    return "dag.n%s.in".formatted(node);
  }

  /** What a node does. */
  static String activation(int node) {
    return "dag.n%s.activation".formatted(node);
  }

  /** Whether an architecture has this cell. */
  static boolean isIn(Options options, Architecture architecture) {
    return options.text(CELL, architecture).equals(NAME);
  }

  /** What is open about it, in spaces that have it: open where it was chosen. */
  static Stream<Decision> decisions(Options options) {
    ImmutableList<String> cells = options.domain(CELL).values();
    if (!cells.contains(NAME)) {
      return Stream.empty();
    }
    Condition chosen =
        options.isOpen(CELL) ? Condition.isOneOf(CELL.key(), NAME) : Condition.always();
    return Stream.concat(
        Stream.of(ENTRY, NODES, MERGE)
            .filter(options::isOpen)
            .map(option -> decision(options, option, chosen)),
        IntStream.rangeClosed(1, options.highest(NODES))
            .boxed()
            .flatMap(
                node ->
                    node(
                        options,
                        node,
                        node <= options.lowest(NODES)
                            ? chosen
                            : Condition.atLeast(NODES.key(), node))));
  }

  private static Decision decision(Options options, Option option, Condition chosen) {
    return Decision.of(option.key(), option.key(), options.domain(option), chosen)
        .about(option.kind());
  }

  private static Stream<Decision> node(Options options, int node, Condition condition) {
    String group = "dag.n" + node;
    List<Decision> decisions = new ArrayList<>();
    if (node > 1) {
      String[] earlier =
          IntStream.range(0, node).mapToObj(Integer::toString).toArray(String[]::new);
      decisions.add(
          Decision.of(input(node), group, Domain.choice(earlier), condition)
              .about(DecisionKind.EDGE));
    }
    if (options.isOpen(ACTIVATIONS)) {
      decisions.add(
          Decision.of(activation(node), group, options.domain(ACTIVATIONS), condition)
              .about(DecisionKind.OPERATION));
    }
    return decisions.stream();
  }

  /** The cell that an architecture has. */
  static DagCell of(Options options, Architecture architecture) {
    ImmutableList.Builder<DagRecurrent.CellNode> nodes = ImmutableList.builder();
    for (int node = 1; node <= options.number(NODES, architecture); node++) {
      nodes.add(
          new DagRecurrent.CellNode(
              node == 1 ? 0 : architecture.integer(input(node)),
              function(options.text(ACTIVATIONS, activation(node), architecture))));
    }
    return new DagCell(
        function(options.text(ENTRY, architecture)),
        nodes.build(),
        DagRecurrent.Merge.valueOf(options.text(MERGE, architecture).toUpperCase(Locale.ROOT)));
  }

  private static DagRecurrent.Function function(String name) {
    return DagRecurrent.Function.valueOf(name.toUpperCase(Locale.ROOT));
  }

  DagRecurrent layer(int units, boolean bidirectional) {
    return new DagRecurrent(units, bidirectional, entry, nodes, merge);
  }

  /** A node a state: {@code s0} the entry's, which reads the input and the output before. */
  CellGraph graph() {
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    edges.add(new CellGraph.Edge("input", "s0", entry.id()));
    edges.add(new CellGraph.Edge("before", "s0", entry.id()));
    for (int i = 0; i < nodes.size(); i++) {
      DagRecurrent.CellNode node = nodes.get(i);
      edges.add(new CellGraph.Edge("s" + node.input(), "s" + (i + 1), node.activation().id()));
    }
    return new CellGraph(
        "cell dag",
        ImmutableList.of("input", "before"),
        edges.build(),
        "mean",
        layer(1, false).merged().stream()
            .map(state -> "s" + state)
            .collect(ImmutableList.toImmutableList()));
  }
}
