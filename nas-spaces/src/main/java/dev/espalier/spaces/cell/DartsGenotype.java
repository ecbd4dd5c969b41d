package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import dev.espalier.spaces.spec.GenotypeText;
import dev.espalier.spaces.spec.GenotypeText.Pair;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A normal and a reduction cell in the text of the code of DARTS (Liu et al. 2019): two operations
 * a node, each on a state, 0 being the cell before the last one, 1 the last one, 2 the first node.
 *
 * <pre>{@code
 * String text =
 *     "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], normal_concat=range(2, 3),"
 *         + " reduce=[('max_pool_3x3', 0), ('skip_connect', 1)], reduce_concat=range(2, 3))";
 * Architecture architecture = DartsGenotype.parse(text).architecture(space);
 * DartsGenotype.of(space, architecture).text(); // the same text
 * }</pre>
 *
 * Immutable.
 *
 * @param normal operations of the normal cell, {@code edges} of them a node, in order
 * @param reduce those of the reduction cell
 */
public record DartsGenotype(ImmutableList<Pair> normal, ImmutableList<Pair> reduce) {
  private static final int EDGES = 2;
  private static final int INPUTS = 2;
  private static final String NORMAL = "normal";
  private static final String REDUCE = "reduce";
  private static final ImmutableBiMap<String, String> OPERATIONS =
      ImmutableBiMap.of(
          "max_pool_3x3",
          "max_pool_3x3_centred",
          "avg_pool_3x3",
          "avg_pool_3x3_centred",
          "skip_connect",
          "skip_factorized",
          "sep_conv_3x3",
          "sep_conv_3x3_centred");

  private static final String FORM =
      "Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), reduce=[...], reduce_concat=range(2, 6))";
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\s*Genotype\\s*\\(\\s*normal\\s*=\\s*\\[(.*?)]\\s*,\\s*normal_concat\\s*=\\s*(.*?)\\s*,"
              + "\\s*reduce\\s*=\\s*\\[(.*?)]\\s*,\\s*reduce_concat\\s*=\\s*(.*?)\\s*\\)\\s*",
          Pattern.DOTALL);

  /**
   * Two cells.
   *
   * @throws IllegalArgumentException if a cell has no node, half a node, or one that reads a state
   *     that does not come before it, or one state twice
   */
  public DartsGenotype {
    check(NORMAL, normal);
    check(REDUCE, reduce);
  }

  private static void check(String name, List<Pair> pairs) {
    if (pairs.isEmpty() || pairs.size() % EDGES != 0) {
      throw new IllegalArgumentException(
          "%s of a genotype has %s operations; must have two a node".formatted(name, pairs.size()));
    }
    for (int i = 0; i < pairs.size(); i += EDGES) {
      int states = INPUTS + i / EDGES;
      int first = pairs.get(i).state();
      int second = pairs.get(i + 1).state();
      if (first >= states || second >= states || first == second) {
        throw new IllegalArgumentException(
            "node %s of %s of a genotype reads the states %s and %s; must read two of 0 to %s"
                .formatted(states, name, first, second, states - 1));
      }
    }
  }

  /**
   * Reads a genotype.
   *
   * @throws IllegalArgumentException if the text is none, saying what is wrong with it
   */
  public static DartsGenotype parse(String text) {
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      throw new IllegalArgumentException("genotype '%s' must read like %s".formatted(text, FORM));
    }
    DartsGenotype genotype =
        new DartsGenotype(GenotypeText.pairs(whole.group(1)), GenotypeText.pairs(whole.group(3)));
    requireAll(NORMAL, genotype.normal, GenotypeText.numbers(whole.group(2)));
    requireAll(REDUCE, genotype.reduce, GenotypeText.numbers(whole.group(4)));
    return genotype;
  }

  private static void requireAll(String name, List<Pair> pairs, List<Integer> merged) {
    List<Integer> all = IntStream.range(INPUTS, INPUTS + pairs.size() / EDGES).boxed().toList();
    if (!merged.equals(all)) {
      throw new IllegalArgumentException(
          "%s_concat of a genotype (%s) must name all nodes, %s".formatted(name, merged, all));
    }
  }

  /** In the form that {@link #parse} reads. */
  public String text() {
    return "Genotype(%s, %s)".formatted(text(NORMAL, normal), text(REDUCE, reduce));
  }

  private static String text(String name, List<Pair> pairs) {
    return pairs.stream()
        .map(Pair::toString)
        .collect(
            Collectors.joining(
                ", ",
                name + "=[",
                "], %s_concat=range(%s, %s)"
                    .formatted(name, INPUTS, INPUTS + pairs.size() / EDGES)));
  }

  /**
   * The architecture that has these cells.
   *
   * @param space leaves nothing open but its cells {@code normal} and {@code reduce}, each of two
   *     inputs and two edges a node, as the preset {@code darts-cnn} does
   * @throws IllegalArgumentException if the space has no such cells
   */
  public Architecture architecture(CellSpace space) {
    Map<String, String> values = new LinkedHashMap<>();
    addDecisions(values, NORMAL, normal);
    addDecisions(values, REDUCE, reduce);
    try {
      return space.check(Architecture.of(values));
    } catch (IllegalArgumentException cause) {
      throw new IllegalArgumentException(
          "genotype %s is not in space %s: %s".formatted(text(), space.name(), cause.getMessage()),
          cause);
    }
  }

  private static void addDecisions(Map<String, String> values, String cell, List<Pair> pairs) {
    for (int i = 0; i < pairs.size(); i += EDGES) {
      int node = i / EDGES;
      // A space names inputs before nodes, the last cell first.
      List<Pair> edges =
          pairs.subList(i, i + EDGES).stream()
              .sorted(Comparator.comparing(pair -> source(pair.state())))
              .toList();
      if (node > 0) {
        values.put(
            "%s.n%s.in".formatted(cell, node),
            edges.stream().map(pair -> source(pair.state())).collect(Collectors.joining("+")));
      }
      for (int edge = 0; edge < EDGES; edge++) {
        String op = edges.get(edge).name();
        values.put("%s.n%s.op%s".formatted(cell, node, edge), OPERATIONS.getOrDefault(op, op));
      }
    }
  }

  private static String source(int state) {
    return state < INPUTS ? CellPlan.input(INPUTS - 1 - state) : CellPlan.node(state - INPUTS);
  }

  private static int state(String source) {
    int number = Integer.parseInt(source.substring(1));
    return CellPlan.isInput(source) ? INPUTS - 1 - number : number + INPUTS;
  }

  /**
   * The cells of an architecture.
   *
   * @throws IllegalArgumentException if the architecture is not of the space, or has no such cells
   */
  public static DartsGenotype of(CellSpace space, Architecture architecture) {
    return new DartsGenotype(
        pairs(space.plan(NORMAL, architecture)), pairs(space.plan(REDUCE, architecture)));
  }

  /** By state, as DARTS does not order them. */
  private static ImmutableList<Pair> pairs(CellPlan plan) {
    return plan.nodes().stream()
        .flatMap(
            edges ->
                edges.stream()
                    .map(
                        edge ->
                            new Pair(
                                OPERATIONS.inverse().getOrDefault(edge.op(), edge.op()),
                                state(edge.source())))
                    .sorted(Comparator.comparingInt(Pair::state)))
        .collect(ImmutableList.toImmutableList());
  }
}
