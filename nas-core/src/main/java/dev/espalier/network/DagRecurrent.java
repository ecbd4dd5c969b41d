package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A recurrent layer whose cell is a searched graph: {@code [features, steps] -> [units, steps]}, or
 * {@code [2 * units, steps]} where a second one reads the sequence backwards.
 *
 * <p>The cell is that of Pham et al. ("Efficient neural architecture search via parameter sharing",
 * 2018, section 2.1) and Liu et al. ("DARTS", 2019, section 2.1). At each step, with the input
 * {@code x} and the output {@code h} of the step before, it computes states of {@code units}
 * numbers, number 0 being the entry and number i &gt; 0 that of the i-th node, which reads the
 * state {@code p} of its input:
 *
 * <pre>
 * [c, g] = [x, h] W0    s0 = h + sigmoid(c) * (entry(g) - h)
 * [c, g] = sp Wi        si = sp + sigmoid(c) * (activation(g) - sp)
 * </pre>
 *
 * The output is the mean of some of the nodes' states, as {@link Merge} says. There are no biases,
 * as in the code of DARTS; the batch norm of its search phase is no part of the cell. DARTS' states
 * are numbered the same; its entry is always tanh, and its 8 nodes are 8 here. ENAS counts the
 * entry as its first node, whose activation is searched as well: its 12 nodes are the entry and 11
 * here, its node k being state k - 1.
 *
 * @param units size of each state, at least 1
 * @param bidirectional whether a second layer with weights of its own reads from the end, and both
 *     outputs are put side by side
 * @param entry what the entry does
 * @param nodes the nodes, each reading an earlier state; 1 to 256
 * @param merge which states the output is the mean of
 */
public record DagRecurrent(
    int units, boolean bidirectional, Function entry, List<CellNode> nodes, Merge merge)
    implements Layer {
  /** More than any cell of use. */
  private static final int MOST_NODES = 256;

  public DagRecurrent {
    Require.positive("units", units);
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty() || nodes.size() > MOST_NODES) {
      throw new IllegalArgumentException(
          "nodes must hold 1 to %s nodes, got %s".formatted(MOST_NODES, nodes.size()));
    }
    for (int i = 0; i < nodes.size(); i++) {
      int input = nodes.get(i).input();
      if (input < 0 || input > i) {
        throw new IllegalArgumentException(
            "node %s reads state %s; must read one from 0 (the entry) to %s"
                .formatted(i + 1, input, i));
      }
    }
  }

  /** The activations of ENAS and DARTS, by the names that files use. */
  public enum Function {
    @JsonProperty("tanh")
    TANH,
    @JsonProperty("relu")
    RELU,
    @JsonProperty("sigmoid")
    SIGMOID,
    @JsonProperty("identity")
    IDENTITY;

    /** Functions evaluated for one number. */
    private int evaluations() {
      return this == IDENTITY ? 0 : 1;
    }

    /** Its name in files. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which states make the output; the entry's is never one of them. */
  public enum Merge {
    /** The mean of all nodes, as in DARTS. */
    @JsonProperty("mean")
    MEAN,
    /** The mean of the nodes that no other node reads, as in ENAS. */
    @JsonProperty("loose_ends")
    LOOSE_ENDS
  }

  /**
   * A node of the cell.
   *
   * @param input the state that it reads: 0 for the entry's, i for that of the i-th node
   * @param activation what it makes of the product
   */
  public record CellNode(int input, Function activation) {}

  /** The numbers of the states that the output is the mean of, in order; at least one. */
  public List<Integer> merged() {
    List<Integer> states = new ArrayList<>();
    for (int state = 1; state <= nodes.size(); state++) {
      if (isMerged(state)) {
        states.add(state);
      }
    }
    return states;
  }

  private boolean isMerged(int state) {
    return merge == Merge.MEAN || nodes.stream().noneMatch(node -> node.input() == state);
  }

  /**
   * The cell as a tree, each state with those that read it, a star at those that are merged: equal
   * for two cells exactly if one is the other with its nodes numbered differently.
   */
  String canonicalCell() {
    String[] labels = new String[nodes.size() + 1];
    readers(labels);
    return labels[0];
  }

  /** With its nodes in the order of {@link #canonicalCell}: each before those that read it. */
  @Override
  public DagRecurrent canonical() {
    List<CellNode> ordered = new ArrayList<>();
    number(0, 0, readers(new String[nodes.size() + 1]), ordered);
    Merge same = merged().size() == nodes.size() ? Merge.MEAN : merge;
    return new DagRecurrent(units, bidirectional, entry, ordered, same);
  }

  /**
   * The states that read each state, sorted by what they and theirs look like.
   *
   * @param labels takes how each state looks, with all that read it
   */
  private List<List<Integer>> readers(String[] labels) {
    List<List<Integer>> readers = new ArrayList<>();
    for (int state = 0; state <= nodes.size(); state++) {
      readers.add(new ArrayList<>());
    }
    // From the last to the first, so that all readers of a state are labelled before it.
    for (int state = nodes.size(); state >= 0; state--) {
      List<Integer> own = readers.get(state);
      own.sort(Comparator.comparing(reader -> labels[reader]));
      String tree =
          own.isEmpty()
              ? ""
              : own.stream()
                  .map(reader -> labels[reader])
                  .collect(Collectors.joining(",", "[", "]"));
      if (state == 0) {
        labels[0] = entry.id() + tree;
      } else {
        CellNode node = nodes.get(state - 1);
        labels[state] = node.activation().id() + (isMerged(state) ? "*" : "") + tree;
        readers.get(node.input()).add(0, state); // the lower number first among equals
      }
    }
    return readers;
  }

  /** Numbers what reads a state, and at once what reads that. */
  private void number(int state, int number, List<List<Integer>> readers, List<CellNode> ordered) {
    for (int reader : readers.get(state)) {
      ordered.add(new CellNode(number, nodes.get(reader - 1).activation()));
      number(reader, ordered.size(), readers, ordered);
    }
  }

  /** The cell node by node as declared. */
  String declaredCell() {
    StringBuilder text = new StringBuilder(entry.id());
    for (CellNode node : nodes) {
      text.append(',').append(node.activation().id()).append('~').append(node.input());
    }
    return text + "->" + merged();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shapes.sequence(inputs).withFeatures(Math.multiplyExact(units, directions()));
  }

  /** A layer that reads backwards has seen what comes later. */
  @Override
  public boolean causal() {
    return !bidirectional;
  }

  private int directions() {
    return bidirectional ? 2 : 1;
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    long rows = Math.addExact(sequence.features(), Math.multiplyExact(1L + nodes.size(), units));
    long columns = Math.multiplyExact(2L * units, directions());
    long weights = Math.multiplyExact(rows, columns);
    long macs = Math.multiplyExact(weights, sequence.steps());
    long others = Math.multiplyExact(output.elements(), workOfAUnit());
    return new Cost(
        weights, macs, Math.addExact(Math.multiplyExact(2, macs), others), Shapes.bytes(output));
  }

  /** For each state the gate's sigmoid, the activation, and the three of the update; the mean. */
  private long workOfAUnit() {
    long states = 4L * (1 + nodes.size()) + entry.evaluations();
    for (CellNode node : nodes) {
      states += node.activation().evaluations();
    }
    int merged = merged().size();
    return states + (merged == 1 ? 0 : merged);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dagRecurrent(this);
  }
}
