package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cell as NAS-Bench-101 (Ying et al. 2019) writes it: which vertex reads which, and the operation
 * of each; the first vertex is the input, the last the output.
 *
 * <pre>{@code
 * AdjacencyCell cell =
 *     AdjacencyCell.of(
 *         List.of("0110", "0001", "0001", "0000"),
 *         List.of("input", "conv3x3-bn-relu", "maxpool3x3", "output"));
 * Architecture architecture = cell.architecture(space);
 * }</pre>
 *
 * Immutable.
 *
 * @param matrix a row of {@code 0} and {@code 1} a vertex; {@code matrix.get(i).charAt(j)} is 1
 *     where vertex {@code j} reads vertex {@code i}, which comes before it
 * @param ops the operation of each vertex
 */
public record AdjacencyCell(ImmutableList<String> matrix, ImmutableList<String> ops) {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final ImmutableBiMap<String, String> OPERATIONS =
      ImmutableBiMap.of(
          "conv1x1-bn-relu",
          "conv_bn_relu_1x1",
          "conv3x3-bn-relu",
          "conv_bn_relu_3x3",
          "maxpool3x3",
          "max_pool_3x3");

  /**
   * A cell.
   *
   * @throws IllegalArgumentException with all mistakes of the rows, or if there are fewer than two
   *     vertices, the matrix is not square or has a 1 on or below the diagonal, so a cycle, or the
   *     ends are not input and output
   */
  public AdjacencyCell {
    int vertices = ops.size();
    if (vertices < 2
        || !ops.get(0).equals(INPUT)
        || !ops.get(vertices - 1).equals(OUTPUT)
        || matrix.size() != vertices) {
      throw new IllegalArgumentException(
          "ops of a cell (%s) must start with input, end with output, and be as many as the %s rows"
              .formatted(ops, matrix.size()));
    }
    String mistakes =
        IntStream.range(0, vertices)
            .filter(i -> !matrix.get(i).matches("0{%s}[01]{%s}".formatted(i + 1, vertices - i - 1)))
            .mapToObj(
                i ->
                    "row %s of a cell (%s) must be %s digits 0 or 1, and 0 up to digit %s, as a vertex reads earlier ones only"
                        .formatted(i, matrix.get(i), vertices, i))
            .collect(Collectors.joining("; "));
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(mistakes);
    }
  }

  /** {@link AdjacencyCell}. */
  public static AdjacencyCell of(List<String> matrix, List<String> ops) {
    return new AdjacencyCell(ImmutableList.copyOf(matrix), ImmutableList.copyOf(ops));
  }

  /**
   * The architecture that has this cell; of cells with fewer vertices than the space has, the last
   * ones stay unread.
   *
   * @param space leaves nothing open but one cell with {@code mostEdges}, as the preset {@code
   *     nas-bench-101} does
   * @throws IllegalArgumentException if the space has no such cell
   */
  public Architecture architecture(CellSpace space) {
    String name = cell(space);
    CellSpec spec = space.cell(name);
    int nodes = new Settings(space.spec().decisions()).highest(spec.nodes());
    int vertices = ops.size();
    if (vertices - 2 > nodes) {
      throw new IllegalArgumentException(
          "the cell has %s vertices between input and output, and those of space %s have %s"
              .formatted(vertices - 2, space.name(), nodes));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int vertex = 1; vertex <= nodes + 1; vertex++) {
      boolean output = vertex == nodes + 1;
      int column = output ? vertices - 1 : vertex;
      boolean there = output || vertex < vertices - 1;
      String node = output ? "out" : CellPlan.node(vertex - 1);
      for (int earlier = 0; earlier < vertex; earlier++) {
        String source = earlier == 0 ? CellPlan.input(0) : CellPlan.node(earlier - 1);
        boolean edge = there && earlier < vertices - 1 && matrix.get(earlier).charAt(column) == '1';
        values.put("%s.%s.from_%s".formatted(name, node, source), edge ? "yes" : "no");
      }
      if (!output) {
        String op =
            there
                ? ops.get(vertex)
                : OPERATIONS.inverse().getOrDefault(spec.ops().get(0), spec.ops().get(0));
        values.put("%s.%s.op".formatted(name, node), OPERATIONS.getOrDefault(op, op));
      }
    }
    return space.check(Architecture.of(values));
  }

  private static String cell(CellSpace space) {
    List<String> cells =
        space.spec().cells().entrySet().stream()
            .filter(entry -> entry.getValue().isFree())
            .map(Map.Entry::getKey)
            .toList();
    if (cells.size() != 1) {
      throw new IllegalArgumentException(
          "space %s has %s cells with mostEdges; must have one"
              .formatted(space.name(), cells.size()));
    }
    return cells.get(0);
  }

  /**
   * The cell of an architecture, without vertices that are on no path from the input to the output.
   *
   * @throws IllegalArgumentException if the architecture is not of the space, or the space has no
   *     such cell
   */
  public static AdjacencyCell of(CellSpace space, Architecture architecture) {
    CellPlan plan = space.plan(cell(space), architecture);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put(CellPlan.input(0), 0);
    ImmutableList.Builder<String> ops = ImmutableList.<String>builder().add(INPUT);
    for (int i = 0; i < plan.nodes().size(); i++) {
      if (!plan.nodes().get(i).isEmpty()) {
        numbers.put(CellPlan.node(i), numbers.size());
        String op = plan.ops().get(i);
        ops.add(OPERATIONS.inverse().getOrDefault(op, op));
      }
    }
    int vertices = numbers.size() + 1;
    char[][] matrix = new char[vertices][vertices];
    for (char[] row : matrix) {
      Arrays.fill(row, '0');
    }
    numbers.forEach(
        (node, number) -> {
          if (number > 0) {
            plan.nodes()
                .get(Integer.parseInt(node.substring(1)))
                .forEach(edge -> set(matrix, numbers.get(edge.source()), number));
          }
        });
    plan.merged().forEach(source -> set(matrix, numbers.get(source), vertices - 1));
    return new AdjacencyCell(
        Arrays.stream(matrix).map(String::new).collect(ImmutableList.toImmutableList()),
        ops.add(OUTPUT).build());
  }

  private static void set(char[][] matrix, @Nullable Integer from, int to) {
    if (from != null) {
      matrix[from][to] = '1';
    }
  }
}
