package dev.espalier.spaces.cell;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableBiMap;
import dev.espalier.space.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text that NAS-Bench-201 (Dong and Yang 2020) gives architectures: for each node but the input
 * the operation on the edge from each earlier one, such as
 *
 * <pre>{@code
 * |nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|
 * }</pre>
 *
 * For spaces that leave nothing open but the edges of one cell, as the preset {@code nas-bench-201}
 * does.
 */
public final class EdgeText {
  private static final ImmutableBiMap<String, String> OPERATIONS =
      ImmutableBiMap.of(
          "none",
          "zero",
          "skip_connect",
          "skip",
          "nor_conv_1x1",
          "conv_1x1",
          "nor_conv_3x3",
          "conv_3x3",
          "avg_pool_3x3",
          "avg_pool_3x3");

  private EdgeText() {}

  /**
   * Reads an architecture.
   *
   * @throws IllegalArgumentException if the text is none, or not of the space
   */
  public static Architecture parse(CellSpace space, String text) {
    String cell = cell(space);
    Map<String, String> values = new LinkedHashMap<>();
    List<String> nodes = Splitter.on('+').splitToList(text);
    for (int node = 0; node < nodes.size(); node++) {
      List<String> edges = Splitter.on('|').splitToList(nodes.get(node));
      boolean framed =
          edges.size() == node + 3
              && edges.get(0).isEmpty()
              && edges.get(edges.size() - 1).isEmpty();
      for (int edge = 0; edge <= node && framed; edge++) {
        List<String> parts = Splitter.on('~').splitToList(edges.get(edge + 1));
        framed = parts.size() == 2 && parts.get(1).equals(Integer.toString(edge));
        values.put(
            "%s.n%s.op%s".formatted(cell, node, edge),
            OPERATIONS.getOrDefault(parts.get(0), parts.get(0)));
      }
      if (!framed) {
        throw new IllegalArgumentException(
            "node '%s' of architecture '%s' must read like %s"
                .formatted(
                    nodes.get(node),
                    text,
                    node == 0 ? "|op~0|" : "|op~0|...|op~%s|".formatted(node)));
      }
    }
    try {
      return space.check(Architecture.of(values));
    } catch (IllegalArgumentException cause) {
      throw new IllegalArgumentException(
          "architecture '%s': %s".formatted(text, cause.getMessage()), cause);
    }
  }

  /**
   * Writes an architecture; operations that NAS-Bench-201 does not have keep their id.
   *
   * @throws IllegalArgumentException if it is not of the space
   */
  public static String of(CellSpace space, Architecture architecture) {
    CellPlan plan = space.plan(cell(space), architecture);
    return plan.nodes().stream()
        .map(
            edges ->
                edges.stream()
                    .map(edge -> name(edge.op()) + "~" + state(edge.source()))
                    .collect(Collectors.joining("|", "|", "|")))
        .collect(Collectors.joining("+"));
  }

  private static String name(String op) {
    return OPERATIONS.inverse().getOrDefault(op, op);
  }

  private static int state(String source) {
    return CellPlan.isInput(source) ? 0 : Integer.parseInt(source.substring(1)) + 1;
  }

  private static String cell(CellSpace space) {
    List<String> cells =
        space.spec().cells().entrySet().stream()
            .filter(entry -> entry.getValue().wiring() instanceof Wiring.All)
            .map(Map.Entry::getKey)
            .toList();
    if (cells.size() != 1) {
      throw new IllegalArgumentException(
          "space %s has %s cells with edgesPerNode: all; must have one"
              .formatted(space.name(), cells.size()));
    }
    return cells.get(0);
  }
}
