package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a cell space is spelt in decisions. They are, in order: the named ones; {@code stem.channels}
 * and {@code widen}; those of each kind of cell that shares them, under its name; and for stage
 * {@code S} {@code sS.channels}, {@code sS.repeat} and those of cells that own them, under {@code
 * sS.c0}, {@code sS.c1}, ... What has only one outcome is no decision.
 *
 * <p>Those of a cell are {@code CELL.nodes}; then for its node {@code I} the predecessors {@code
 * CELL.nI.in}, such as {@code i0+n1}, and the operation on each, {@code CELL.nI.op0}, ...; or,
 * where operations are on nodes, whether there is an edge from each earlier one, {@code
 * CELL.nI.from_n0}, the node's operation {@code CELL.nI.op}, and after all nodes {@code
 * CELL.out.from_n0}.
 *
 * <p>The decisions of a cell form one group, which crossover keeps together, unless its edges are
 * all there may be: then each has a group of its own.
 */
final class Genotype {
  private static final String YES = "yes";
  private static final Domain NO_OR_YES = Domain.choice("no", YES);
  private static final String OUTPUT = "out";

  private final CellSpaceSpec spec;
  private final Settings settings;

  Genotype(CellSpaceSpec spec) {
    this.spec = spec;
    this.settings = new Settings(spec.decisions());
  }

  DecisionSpace decisions() {
    ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
    ImmutableSet<Setting> widths = widths();
    spec.decisions()
        .forEach(
            (name, domain) ->
                decisions.add(
                    Decision.of(name, domain)
                        .about(
                            widths.contains(Setting.decision(name))
                                ? DecisionKind.WIDTH
                                : DecisionKind.OTHER)));
    addOpen(decisions, "stem.channels", spec.channels(), DecisionKind.WIDTH);
    addOpen(decisions, "widen", spec.widen(), DecisionKind.WIDTH);
    spec.cells()
        .forEach(
            (name, cell) -> {
              if (cell.share()) {
                addCell(decisions, name, cell, Condition.always());
              }
            });
    for (int i = 0; i < spec.stages().size(); i++) {
      addStage(decisions, i);
    }
    return DecisionSpace.of(spec.name(), decisions.build());
  }

  /** All that say how many channels there are. */
  private ImmutableSet<Setting> widths() {
    return ImmutableSet.<Setting>builder()
        .add(spec.channels(), spec.widen())
        .addAll(spec.stages().stream().flatMap(stage -> stage.channels().stream()).iterator())
        .build();
  }

  private void addStage(ImmutableList.Builder<Decision> decisions, int stage) {
    Stage given = spec.stages().get(stage);
    String parent = decisionOf(given.repeat(), repeatName(stage));
    int lowest = settings.lowest(given.repeat());
    if (lowest == 0) {
      // Its width is asked only where the stage has cells, so after their number.
      addOpen(decisions, repeatName(stage), given.repeat(), DecisionKind.DEPTH);
      addWidth(decisions, stage, Condition.atLeast(parent, 1));
    } else {
      addWidth(decisions, stage, Condition.always());
      addOpen(decisions, repeatName(stage), given.repeat(), DecisionKind.DEPTH);
    }
    CellSpec cell = kind(stage);
    if (!cell.share()) {
      for (int i = 0; i < settings.highest(given.repeat()); i++) {
        Condition condition = i < lowest ? Condition.always() : Condition.atLeast(parent, i + 1);
        addCell(decisions, place(stage, i), cell, condition);
      }
    }
  }

  private void addWidth(ImmutableList.Builder<Decision> decisions, int stage, Condition there) {
    if (spec.stages().get(stage).channels().orElse(null) instanceof Setting.Open open) {
      String name = channelsName(stage);
      decisions.add(Decision.of(name, name, open.domain(), there).about(DecisionKind.WIDTH));
    }
  }

  /** The kind of cell of a stage, which the checks found to be there. */
  CellSpec kind(int stage) {
    String name = spec.stages().get(stage).cell();
    CellSpec cell = spec.cells().get(name);
    if (cell == null) {
      throw new IllegalStateException(
          "cell '%s' passed the checks and is not there".formatted(name));
    }
    return cell;
  }

  /** The name under which the cell at a place of the network has its decisions. */
  String place(int stage, int index) {
    return kind(stage).share()
        ? spec.stages().get(stage).cell()
        : "s%s.c%s".formatted(stage, index);
  }

  private void addCell(
      ImmutableList.Builder<Decision> decisions, String name, CellSpec cell, Condition there) {
    if (cell.nodes() instanceof Setting.Open open) {
      decisions.add(
          Decision.of(nodesName(name), name, open.domain(), there).about(DecisionKind.DEPTH));
    }
    int lowest = settings.lowest(cell.nodes());
    int highest = settings.highest(cell.nodes());
    for (int node = 0; node < highest; node++) {
      Condition condition =
          node < lowest
              ? there
              : Condition.atLeast(decisionOf(cell.nodes(), nodesName(name)), node + 1);
      if (cell.isFree()) {
        addNode(decisions, name, cell, node, condition);
      } else {
        addEdges(decisions, name, cell, node, condition);
      }
    }
    if (cell.isFree()) {
      addOutput(decisions, name, cell, there);
    }
  }

  private static void addEdges(
      ImmutableList.Builder<Decision> decisions,
      String name,
      CellSpec cell,
      int node,
      Condition condition) {
    if (choosesSources(cell, node)) {
      Domain domain = Domain.choice(sources(cell, node).toArray(String[]::new));
      decisions.add(
          Decision.of(sourcesName(name, node), name, domain, condition).about(DecisionKind.EDGE));
    }
    if (cell.ops().size() > 1) {
      for (int edge = 0; edge < edges(cell, node); edge++) {
        String decision = opName(name, node, edge);
        String group = cell.wiring() instanceof Wiring.All ? decision : name;
        decisions.add(
            Decision.of(decision, group, ops(cell), condition).about(DecisionKind.OPERATION));
      }
    }
  }

  private static void addNode(
      ImmutableList.Builder<Decision> decisions,
      String name,
      CellSpec cell,
      int node,
      Condition condition) {
    for (String source : predecessors(cell, node)) {
      String decision = fromName(name, CellPlan.node(node), source);
      decisions.add(Decision.of(decision, decision, NO_OR_YES, condition).about(DecisionKind.EDGE));
    }
    if (cell.ops().size() > 1) {
      String decision = opName(name, node);
      decisions.add(
          Decision.of(decision, decision, ops(cell), condition).about(DecisionKind.OPERATION));
    }
  }

  private void addOutput(
      ImmutableList.Builder<Decision> decisions, String name, CellSpec cell, Condition there) {
    int lowest = settings.lowest(cell.nodes());
    int index = 0;
    for (String source : predecessors(cell, settings.highest(cell.nodes()))) {
      // Predecessor 0 is the input, so that number i is node i - 1.
      Condition condition =
          index <= lowest
              ? there
              : Condition.atLeast(decisionOf(cell.nodes(), nodesName(name)), index);
      String decision = fromName(name, OUTPUT, source);
      decisions.add(Decision.of(decision, decision, NO_OR_YES, condition).about(DecisionKind.EDGE));
      index++;
    }
  }

  private static void addOpen(
      ImmutableList.Builder<Decision> decisions, String name, Setting setting, DecisionKind kind) {
    if (setting instanceof Setting.Open open) {
      decisions.add(Decision.of(name, open.domain()).about(kind));
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

  /** The width of a cell of a stage, given that of the cell before. */
  int width(Architecture architecture, int stage, int before) {
    return spec.stages()
        .get(stage)
        .channels()
        .map(channels -> value(architecture, channels, channelsName(stage)))
        .orElseGet(
            () ->
                kind(stage).stride() == 1
                    ? before
                    : Math.multiplyExact(before, widen(architecture)));
  }

  /** The cells that the network holds, by the name of their decisions, in order. */
  ImmutableMap<String, CellPlan> cells(Architecture architecture) {
    Map<String, CellPlan> plans = new LinkedHashMap<>();
    for (int stage = 0; stage < spec.stages().size(); stage++) {
      CellSpec cell = kind(stage);
      for (int i = 0; i < repeat(architecture, stage); i++) {
        plans.computeIfAbsent(place(stage, i), place -> plan(architecture, place, cell));
      }
    }
    return ImmutableMap.copyOf(plans);
  }

  private static CellPlan plan(Architecture architecture, String name, CellSpec cell) {
    int nodes = value(architecture, cell.nodes(), nodesName(name));
    if (cell.isFree()) {
      return CellPlan.ofNodes(
          name,
          cell,
          IntStream.range(0, nodes)
              .mapToObj(
                  node ->
                      chosen(architecture, name, cell, CellPlan.node(node), node)
                          .map(CellPlan.Edge::plain)
                          .collect(ImmutableList.toImmutableList()))
              .toList(),
          IntStream.range(0, nodes)
              .mapToObj(node -> op(architecture, cell, opName(name, node)))
              .collect(ImmutableList.toImmutableList()),
          chosen(architecture, name, cell, OUTPUT, nodes).toList());
    }
    return CellPlan.ofEdges(
        name,
        cell,
        IntStream.range(0, nodes)
            .mapToObj(node -> edges(architecture, name, cell, node))
            .collect(ImmutableList.toImmutableList()));
  }

  /** The predecessors that a node, or the output, has edges from. */
  private static Stream<String> chosen(
      Architecture architecture, String name, CellSpec cell, String to, int node) {
    return predecessors(cell, node).stream()
        .filter(source -> architecture.text(fromName(name, to, source)).equals(YES));
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
      edges.add(new CellPlan.Edge(source, op(architecture, cell, opName(name, node, index))));
      index++;
    }
    return edges.build();
  }

  private static String op(Architecture architecture, CellSpec cell, String name) {
    return cell.ops().size() > 1 ? architecture.text(name) : cell.ops().get(0);
  }

  private static int value(Architecture architecture, Setting setting, String name) {
    return setting instanceof Setting.Fixed fixed
        ? fixed.value()
        : architecture.integer(decisionOf(setting, name));
  }

  private static String decisionOf(Setting setting, String name) {
    return setting instanceof Setting.Named named ? named.decision() : name;
  }

  private static Domain ops(CellSpec cell) {
    return Domain.choice(cell.ops().toArray(String[]::new));
  }

  private static int edges(CellSpec cell, int node) {
    int predecessors = cell.inputs() + node;
    return cell.wiring() instanceof Wiring.PerNode perNode
        ? Math.min(perNode.edges(), predecessors)
        : predecessors;
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
    return opName(cell, node) + edge;
  }

  private static String opName(String cell, int node) {
    return cell + ".n" + node + ".op";
  }

  private static String fromName(String cell, String to, String source) {
    return cell + "." + to + ".from_" + source;
  }

  private static String repeatName(int stage) {
    return "s" + stage + ".repeat";
  }

  private static String channelsName(int stage) {
    return "s" + stage + ".channels";
  }
}
