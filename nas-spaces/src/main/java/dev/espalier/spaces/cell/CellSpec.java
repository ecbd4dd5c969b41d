package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.Suggestion;
import java.util.List;
import java.util.Optional;

/**
 * What is given and what is open in one kind of cell.
 *
 * @param inputs 1: reads the cell before it; 2: also the one before that
 * @param nodes intermediate results, from 1 to 16
 * @param wiring which edges there may be
 * @param merge how nodes become the output
 * @param stride of the operations on the cell's inputs: 1, or 2 to halve the image and widen
 * @param align how an input comes to the cell's width
 * @param share whether all cells of the kind come out the same; else each cell of the network has
 *     decisions of its own
 * @param ops ids of the operations that an edge, or a node, may choose from
 */
public record CellSpec(
    int inputs,
    Setting nodes,
    Wiring wiring,
    Merge merge,
    int stride,
    Align align,
    boolean share,
    ImmutableList<String> ops) {

  /** Whether its operations are on nodes. */
  boolean isFree() {
    return wiring instanceof Wiring.Free;
  }

  /** Sets one property after the other; what is not set keeps its default. Not thread-safe. */
  public static final class Builder {
    private final ImmutableMap<String, CellSpec> others;
    private int inputs = 1;
    private Setting nodes = Setting.of(1);
    private Wiring wiring = Wiring.perNode(2);
    private Merge merge = Merge.ADD;
    private int stride = 1;
    private Align align = Align.PROJECT;
    private boolean share = true;
    private ImmutableList<String> ops = ImmutableList.of();
    private Optional<String> unknown = Optional.empty();

    Builder(ImmutableMap<String, CellSpec> others) {
      this.others = others;
    }

    /** Takes over everything from a cell declared before; another is a mistake of the space. */
    public Builder like(String cell) {
      CellSpec other = others.get(cell);
      if (other == null) {
        unknown = Optional.of(cell);
        ops =
            ImmutableList.of(
                "skip"); // what it would have taken over is unknown, and no second mistake
        return this;
      }
      inputs = other.inputs;
      nodes = other.nodes;
      wiring = other.wiring;
      merge = other.merge;
      stride = other.stride;
      align = other.align;
      share = other.share;
      ops = other.ops;
      return this;
    }

    /** 1 or 2; by default 1. */
    public Builder inputs(int number) {
      inputs = number;
      return this;
    }

    /** This many; by default 1. */
    public Builder nodes(int number) {
      return nodes(Setting.of(number));
    }

    /** Open, both bounds included. */
    public Builder nodes(int low, int high) {
      return nodes(Setting.range(low, high));
    }

    /** However this setting comes out. */
    public Builder nodes(Setting number) {
      nodes = number;
      return this;
    }

    /** At most this many; by default 2. */
    public Builder edgesPerNode(int number) {
      return wiring(Wiring.perNode(number));
    }

    /** By default {@link Wiring#perNode} of 2. */
    public Builder wiring(Wiring edges) {
      wiring = edges;
      return this;
    }

    /** By default {@link Merge#ADD}. */
    public Builder merge(Merge how) {
      merge = how;
      return this;
    }

    /** 2 makes a reduction cell; by default 1. */
    public Builder stride(int step) {
      stride = step;
      return this;
    }

    /** By default {@link Align#PROJECT}. */
    public Builder align(Align how) {
      align = how;
      return this;
    }

    /** By default true: cells of the kind that repeat are equal. */
    public Builder share(boolean equal) {
      share = equal;
      return this;
    }

    /** Ids of operations; at least one must be given. */
    public Builder ops(String... ids) {
      return ops(List.of(ids));
    }

    /** {@link #ops(String...)}. */
    public Builder ops(List<String> ids) {
      ops = ImmutableList.copyOf(ids);
      return this;
    }

    /** What {@link #like} named and is not there. */
    Optional<String> unknown() {
      return unknown;
    }

    /** What would be right in its place. */
    String remedy() {
      return "must name a cell above; "
          + (others.isEmpty()
              ? "there is none"
              : Suggestion.oneOf(unknown.orElse(""), others.keySet()));
    }

    CellSpec build() {
      return new CellSpec(inputs, nodes, wiring, merge, stride, align, share, ops);
    }
  }
}
