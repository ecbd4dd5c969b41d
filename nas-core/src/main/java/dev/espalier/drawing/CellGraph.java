package dev.espalier.drawing;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The graph of one cell: its nodes are values, its edges operations. A node that several edges lead
 * to is their sum. Immutable.
 *
 * @param title a line above it, such as {@code cell normal}
 * @param inputs names of the nodes that no edge leads to
 * @param edges in the order to show them in
 * @param merge how several nodes become the output, such as {@code concat}
 * @param merged names of these nodes
 * @param added names of nodes that are added to that; with {@code merged} at least one
 */
public record CellGraph(
    String title,
    ImmutableList<String> inputs,
    ImmutableList<Edge> edges,
    String merge,
    ImmutableList<String> merged,
    ImmutableList<String> added) {
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
    if (merged.isEmpty() && added.isEmpty()) {
      throw new IllegalArgumentException("merged of %s must name a node".formatted(title));
    }
    ImmutableSet<String> nodes = nodes(inputs, edges);
    Stream.of(edges.stream().map(Edge::from), merged.stream(), added.stream())
        .flatMap(names -> names)
        .filter(name -> !nodes.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "'%s' of %s must be one of the nodes %s".formatted(name, title, nodes));
            });
  }

  /** A graph whose output adds nothing to what is merged. */
  public CellGraph(
      String title,
      ImmutableList<String> inputs,
      ImmutableList<Edge> edges,
      String merge,
      ImmutableList<String> merged) {
    this(title, inputs, edges, merge, merged, ImmutableList.of());
  }

  /** The nodes: the inputs, then the others in the order of the edges. */
  public ImmutableSet<String> nodes() {
    return nodes(inputs, edges);
  }

  private static ImmutableSet<String> nodes(List<String> inputs, List<Edge> edges) {
    return Stream.concat(inputs.stream(), edges.stream().map(Edge::to))
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * What the output is, in a few words: {@code concat(n0, n1)}, {@code concat(n0, n1) + i0}, or the
   * name of a single node.
   */
  public String output() {
    String names = String.join(", ", merged);
    Stream<String> first =
        merged.isEmpty()
            ? Stream.of()
            : Stream.of(merged.size() == 1 ? names : "%s(%s)".formatted(merge, names));
    return Stream.concat(first, added.stream()).collect(Collectors.joining(" + "));
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
