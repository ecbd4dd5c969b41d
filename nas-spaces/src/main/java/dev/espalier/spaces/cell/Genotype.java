package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a cell space is spelt in decisions. They are, in order: the named ones; {@code stem.channels}
 * and {@code widen}; for each cell {@code CELL.nodes} and for its node {@code I} the predecessors
 * {@code CELL.nI.in}, such as {@code i0+n1}, and the operation on each, {@code CELL.nI.op0}, ...;
 * and for stage {@code S} {@code sS.repeat}. What has only one outcome is no decision.
 *
 * <p>The decisions of a cell form one group, which crossover keeps together.
 */
final class Genotype {
  private final CellSpaceSpec spec;
  private final Settings settings;

  Genotype(CellSpaceSpec spec) {
    this.spec = spec;
    this.settings = new Settings(spec.decisions());
  }

  DecisionSpace decisions() {
    ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
    spec.decisions().forEach((name, domain) -> decisions.add(Decision.of(name, domain)));
    addOpen(decisions, "stem.channels", "stem.channels", spec.channels());
    addOpen(decisions, "widen", "widen", spec.widen());
    spec.cells().forEach((name, cell) -> addCell(decisions, name, cell));
    for (int i = 0; i < spec.stages().size(); i++) {
      String name = repeatName(i);
      addOpen(decisions, name, name, spec.stages().get(i).repeat());
    }
    return DecisionSpace.of(spec.name(), decisions.build());
  }

  private void addCell(ImmutableList.Builder<Decision> decisions, String name, CellSpec cell) {
    addOpen(decisions, nodesName(name), name, cell.nodes());
    int lowest = settings.lowest(cell.nodes());
    int highest = settings.highest(cell.nodes());
    for (int node = 0; node < highest; node++) {
      Condition condition =
          node < lowest
              ? Condition.always()
              : Condition.atLeast(decisionOf(cell.nodes(), nodesName(name)), node + 1);
      if (choosesSources(cell, node)) {
        Domain domain = Domain.choice(sources(cell, node).toArray(String[]::new));
        decisions.add(Decision.of(sourcesName(name, node), name, domain, condition));
      }
      if (cell.ops().size() > 1) {
        Domain domain = Domain.choice(cell.ops().toArray(String[]::new));
        for (int edge = 0; edge < edges(cell, node); edge++) {
          decisions.add(Decision.of(opName(name, node, edge), name, domain, condition));
        }
      }
    }
  }

  private static void addOpen(
      ImmutableList.Builder<Decision> decisions, String name, String group, Setting setting) {
    if (setting instanceof Setting.Open open) {
      decisions.add(Decision.of(name, group, open.domain(), Condition.always()));
    }
  }

  int channels(Architecture architecture) {
    return value(architecture, spec.channels(), "stem.channels");
  }

  int widen(Architecture architecture) {
    return value(architecture, spec.widen(), "widen");
  }

  int repeat(Architecture architecture, int stage) {
    return value(architecture, spec.stages().get(stage).repeat(), repeatName(stage));
  }

  /** The cells that the network holds, by name. */
  ImmutableMap<String, CellPlan> cells(Architecture architecture) {
    ImmutableMap.Builder<String, CellPlan> plans = ImmutableMap.builder();
    for (Map.Entry<String, CellSpec> entry : spec.cells().entrySet()) {
      String name = entry.getKey();
      CellSpec cell = entry.getValue();
      int nodes = value(architecture, cell.nodes(), nodesName(name));
      ImmutableList<ImmutableList<CellPlan.Edge>> edges =
          IntStream.range(0, nodes)
              .mapToObj(node -> edges(architecture, name, cell, node))
              .collect(ImmutableList.toImmutableList());
      plans.put(name, new CellPlan(name, cell, edges));
    }
    return plans.buildOrThrow();
  }

  private static ImmutableList<CellPlan.Edge> edges(
      Architecture architecture, String name, CellSpec cell, int node) {
    String chosen =
        choosesSources(cell, node)
            ? architecture.text(sourcesName(name, node))
            : String.join("+", predecessors(cell, node));
    ImmutableList.Builder<CellPlan.Edge> edges = ImmutableList.builder();
    int index = 0;
    for (String source : chosen.split("\\+", -1)) {
      String op =
          cell.ops().size() > 1 ? architecture.text(opName(name, node, index)) : cell.ops().get(0);
      edges.add(new CellPlan.Edge(source, op));
      index++;
    }
    return edges.build();
  }

  private static int value(Architecture architecture, Setting setting, String name) {
    return setting instanceof Setting.Fixed fixed
        ? fixed.value()
        : architecture.integer(decisionOf(setting, name));
  }

  private static String decisionOf(Setting setting, String name) {
    return setting instanceof Setting.Named named ? named.decision() : name;
  }

  private static int edges(CellSpec cell, int node) {
    return Math.min(cell.edgesPerNode(), cell.inputs() + node);
  }

  /** Every set of predecessors that a node may read, sorted, so that the order never changes. */
  private static List<String> sources(CellSpec cell, int node) {
    return Sets.combinations(predecessors(cell, node), edges(cell, node)).stream()
        .map(set -> String.join("+", set))
        .sorted()
        .toList();
  }

  private static ImmutableSet<String> predecessors(CellSpec cell, int node) {
    return Stream.concat(
            IntStream.range(0, cell.inputs()).mapToObj(CellPlan::input),
            IntStream.range(0, node).mapToObj(CellPlan::node))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static boolean choosesSources(CellSpec cell, int node) {
    return edges(cell, node) < cell.inputs() + node;
  }

  private static String nodesName(String cell) {
    return cell + ".nodes";
  }

  private static String sourcesName(String cell, int node) {
    return cell + ".n" + node + ".in";
  }

  private static String opName(String cell, int node, int edge) {
    return cell + ".n" + node + ".op" + edge;
  }

  private static String repeatName(int stage) {
    return "s" + stage + ".repeat";
  }
}
