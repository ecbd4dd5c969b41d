package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.space.Architecture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a picture of an architecture of cells shows. */
final class CellDrawing {
  private final CellSpaceSpec spec;
  private final Genotype genotype;

  CellDrawing(CellSpaceSpec spec, Genotype genotype) {
    this.spec = spec;
    this.genotype = genotype;
  }

  Drawing of(Architecture architecture) {
    return new Drawing(
        stages(architecture),
        genotype.cells(architecture).values().stream()
            .map(CellDrawing::graph)
            .collect(ImmutableList.toImmutableList()));
  }

  private ImmutableList<String> stages(Architecture architecture) {
    ImmutableList.Builder<String> stages = ImmutableList.builder();
    stages.add("input " + spec.input());
    stages.add("%s, %s wide".formatted(spec.stem(), genotype.channels(architecture)));
    for (int i = 0; i < spec.stages().size(); i++) {
      String cell = spec.stages().get(i).cell();
      int repeat = genotype.repeat(architecture, i);
      if (repeat > 0) {
        stages.add(repeat == 1 ? cell : "%s x%s".formatted(cell, repeat));
      }
    }
    return stages.add(spec.head()).add("%s outputs".formatted(spec.outputs())).build();
  }

  private static CellGraph graph(CellPlan plan) {
    String title =
        plan.spec().stride() == 2
            ? "cell %s (halves the image)".formatted(plan.name())
            : "cell " + plan.name();
    if (plan.spec().isFree()) {
      return free(title, plan);
    }
    Live live = live(plan);
    return new CellGraph(
        title,
        inputs(plan),
        live.edges(),
        plan.spec().merge() == Merge.ADD ? "sum" : "concat",
        live.merged());
  }

  /** What carries something from an input to what leaves the cell. */
  private record Live(ImmutableList<CellGraph.Edge> edges, ImmutableList<String> merged) {}

  private static Live live(CellPlan plan) {
    Set<String> fed = new HashSet<>(inputs(plan));
    List<CellGraph.Edge> carrying = new ArrayList<>();
    for (int i = 0; i < plan.nodes().size(); i++) {
      String node = CellPlan.node(i);
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        if (!edge.op().equals(OperationCheck.ZERO) && fed.contains(edge.source())) {
          carrying.add(new CellGraph.Edge(edge.source(), node, edge.op()));
          fed.add(node);
        }
      }
    }
    ImmutableList<String> merged =
        plan.merged().stream().filter(fed::contains).collect(ImmutableList.toImmutableList());
    if (merged.isEmpty()) {
      return declared(plan); // a cell of nothing but zeros
    }
    Set<String> read = new HashSet<>(merged);
    Deque<CellGraph.Edge> live = new ArrayDeque<>();
    for (CellGraph.Edge edge : Lists.reverse(carrying)) {
      if (read.contains(edge.to())) {
        read.add(edge.from());
        live.addFirst(edge);
      }
    }
    return new Live(ImmutableList.copyOf(live), merged);
  }

  private static Live declared(CellPlan plan) {
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        edges.add(new CellGraph.Edge(edge.source(), CellPlan.node(i), edge.op()));
      }
    }
    return new Live(edges.build(), plan.merged());
  }

  /** Operations are on nodes, on the sum of what leads to them; nodes that do not count are out. */
  private static CellGraph free(String title, CellPlan plan) {
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        edges.add(new CellGraph.Edge(name(plan, edge.source()), name(plan, CellPlan.node(i)), ""));
      }
    }
    Map<Boolean, ImmutableList<String>> merged =
        plan.merged().stream()
            .collect(
                Collectors.partitioningBy(
                    CellPlan::isInput,
                    Collectors.mapping(
                        source -> name(plan, source), ImmutableList.toImmutableList())));
    return new CellGraph(
        title,
        inputs(plan),
        edges.build(),
        "concat",
        merged.getOrDefault(false, ImmutableList.of()),
        merged.getOrDefault(true, ImmutableList.of()));
  }

  private static String name(CellPlan plan, String source) {
    return CellPlan.isInput(source)
        ? source
        : source + " " + plan.ops().get(Integer.parseInt(source.substring(1)));
  }

  private static ImmutableList<String> inputs(CellPlan plan) {
    return IntStream.range(0, plan.spec().inputs())
        .mapToObj(CellPlan::input)
        .collect(ImmutableList.toImmutableList());
  }
}
