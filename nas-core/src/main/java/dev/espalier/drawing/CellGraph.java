package dev.espalier.drawing;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The graph of one cell: its nodes are values, its edges operations. A node that several edges lead
 * to is their sum. Immutable.
 *
 * @param title a line above it, such as {@code cell normal}
 * @param inputs names of the nodes that no edge leads to
 * @param edges in the order to show them in
 * @param merge how several nodes become the output, such as {@code concat}
 * @param merged names of these nodes; at least one
 */
public record CellGraph(
    String title,
    ImmutableList<String> inputs,
    ImmutableList<Edge> edges,
    String merge,
    ImmutableList<String> merged) {
  private static final int SHORTEST = 3;

  /**
   * An operation on one value.
   *
   * @param from name of the node that it reads
   * @param to name of the node that it goes into
   * @param label the operation; may be empty
   */
  public record Edge(String from, String to, String label) {}

  /**
   * A graph.
   *
   * @throws IllegalArgumentException if an edge or the output reads what is no node
   */
  public CellGraph {
    if (merged.isEmpty()) {
      throw new IllegalArgumentException("merged of %s must name a node".formatted(title));
    }
    ImmutableSet<String> nodes = nodes(inputs, edges);
    Stream.concat(edges.stream().map(Edge::from), merged.stream())
        .filter(name -> !nodes.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "'%s' of %s must be one of the nodes %s".formatted(name, title, nodes));
            });
  }

  /** The nodes: the inputs, then the others in the order of the edges. */
  public ImmutableSet<String> nodes() {
    return nodes(inputs, edges);
  }

  private static ImmutableSet<String> nodes(List<String> inputs, List<Edge> edges) {
    return Stream.concat(inputs.stream(), edges.stream().map(Edge::to))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** What the output is, in a few words: {@code concat(n0, n1)}, or the name of a single node. */
  public String output() {
    String names = String.join(", ", merged);
    return merged.size() == 1 ? names : "%s(%s)".formatted(merge, names);
  }

  /** An edge a line, in ASCII where its names are; ends in a line break. */
  public String text() {
    int name = longest(nodes().stream(), SHORTEST);
    int label = longest(edges.stream().map(Edge::label), 0);
    StringBuilder text = new StringBuilder(title).append('\n');
    for (Edge edge : edges) {
      text.append("  ")
          .append(Strings.padEnd(edge.from(), name, ' '))
          .append(' ')
          .append(Strings.padEnd("--%s--".formatted(edge.label()), label + 4, '-'))
          .append("> ")
          .append(edge.to())
          .append('\n');
    }
    return text.append("  output = ").append(output()).append('\n').toString();
  }

  private static int longest(Stream<String> words, int least) {
    return Math.max(least, words.mapToInt(String::length).max().orElse(0));
  }
}
