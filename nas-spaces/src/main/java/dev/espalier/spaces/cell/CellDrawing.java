package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.space.Architecture;
import java.util.Map;
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
      stages.add(repeat == 1 ? cell : "%s x%s".formatted(cell, repeat));
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
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        edges.add(new CellGraph.Edge(edge.source(), CellPlan.node(i), edge.op()));
      }
    }
    return new CellGraph(
        title,
        inputs(plan),
        edges.build(),
        plan.spec().merge() == Merge.ADD ? "sum" : "concat",
        plan.merged());
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
