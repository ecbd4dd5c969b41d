package dev.espalier.spaces.svg;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.drawing.CellGraph;
import java.util.List;

/**
 * One graph of a drawing, not yet laid out.
 *
 * @param heading a line above it
 * @param boxes in order
 * @param arrows between them
 */
record Panel(String heading, ImmutableList<Box> boxes, ImmutableList<Arrow> arrows) {

  /** What a box stands for. */
  enum Role {
    INPUT("#eaeef2"),
    NODE("#ddf4ff"),
    OUTPUT("#dafbe1");

    private final String colour;

    Role(String colour) {
      this.colour = colour;
    }

    String colour() {
      return colour;
    }
  }

  /**
   * A box with a text in it.
   *
   * @param label the text
   */
  record Box(String label, Role role) {}

  /**
   * An arrow with a text on it.
   *
   * @param from position of a box
   * @param to position of another
   * @param label the text; may be empty
   */
  record Arrow(int from, int to, String label) {}

  /** The road from input to output. */
  static Panel of(List<String> stages) {
    ImmutableList.Builder<Box> boxes = ImmutableList.builder();
    ImmutableList.Builder<Arrow> arrows = ImmutableList.builder();
    int last = stages.size() - 1;
    for (int i = 0; i <= last; i++) {
      boxes.add(new Box(stages.get(i), i == 0 ? Role.INPUT : i == last ? Role.OUTPUT : Role.NODE));
      if (i > 0) {
        arrows.add(new Arrow(i - 1, i, ""));
      }
    }
    return new Panel("network", boxes.build(), arrows.build());
  }

  /** A cell, with a box more for its output. */
  static Panel of(CellGraph cell) {
    ImmutableList<String> nodes = cell.nodes().asList();
    ImmutableSet<String> inputs = ImmutableSet.copyOf(cell.inputs());
    ImmutableList.Builder<Box> boxes = ImmutableList.builder();
    ImmutableList.Builder<Arrow> arrows = ImmutableList.builder();
    for (String node : nodes) {
      boxes.add(new Box(node, inputs.contains(node) ? Role.INPUT : Role.NODE));
    }
    boxes.add(
        new Box(cell.merged().size() < 2 ? "output" : "output: " + cell.merge(), Role.OUTPUT));
    for (CellGraph.Edge edge : cell.edges()) {
      arrows.add(new Arrow(nodes.indexOf(edge.from()), nodes.indexOf(edge.to()), edge.label()));
    }
    for (String node : cell.merged()) {
      arrows.add(new Arrow(nodes.indexOf(node), nodes.size(), ""));
    }
    for (String node : cell.added()) {
      arrows.add(
          new Arrow(nodes.indexOf(node), nodes.size(), cell.merged().isEmpty() ? "" : "add"));
    }
    return new Panel(cell.title(), boxes.build(), arrows.build());
  }
}
