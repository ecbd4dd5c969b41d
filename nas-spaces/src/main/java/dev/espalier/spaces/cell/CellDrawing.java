package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.drawing.CellGraph;
import dev.espalier.drawing.Drawing;
import dev.espalier.space.Architecture;
import java.util.Optional;
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
    ImmutableMap<String, CellPlan> plans = genotype.cells(architecture);
    return new Drawing(
        stages(architecture),
        spec.stages().stream()
            .map(Stage::cell)
            .distinct()
            .flatMap(name -> Optional.ofNullable(plans.get(name)).stream())
            .map(CellDrawing::graph)
            .collect(ImmutableList.toImmutableList()));
  }

  private ImmutableList<String> stages(Architecture architecture) {
    ImmutableList.Builder<String> stages = ImmutableList.builder();
    stages.add("input " + spec.input());
    stages.add("%s, %d wide".formatted(spec.stem(), genotype.channels(architecture)));
    for (int i = 0; i < spec.stages().size(); i++) {
      String cell = spec.stages().get(i).cell();
      int repeat = genotype.repeat(architecture, i);
      stages.add(repeat == 1 ? cell : "%s x%d".formatted(cell, repeat));
    }
    return stages.add(spec.head()).add("%d outputs".formatted(spec.outputs())).build();
  }

  private static CellGraph graph(CellPlan plan) {
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        edges.add(new CellGraph.Edge(edge.source(), CellPlan.node(i), edge.op()));
      }
    }
    return new CellGraph(
        plan.spec().stride() == 2
            ? "cell %s (halves the image)".formatted(plan.name())
            : "cell " + plan.name(),
        IntStream.range(0, plan.spec().inputs())
            .mapToObj(CellPlan::input)
            .collect(ImmutableList.toImmutableList()),
        edges.build(),
        plan.spec().merge() == Merge.ADD ? "sum" : "concat",
        plan.merged());
  }
}
