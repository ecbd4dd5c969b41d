package dev.espalier.spaces.cell;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Draws an architecture in plain ASCII, at most 80 columns wide unless a name is very long. */
final class CellDrawing {
  private static final int COLUMNS = 80;

  private final CellSpaceSpec spec;
  private final Genotype genotype;

  CellDrawing(CellSpaceSpec spec, Genotype genotype) {
    this.spec = spec;
    this.genotype = genotype;
  }

  String draw(Architecture architecture) {
    StringBuilder text = new StringBuilder(macro(architecture));
    genotype.cells(architecture).values().forEach(plan -> text.append('\n').append(cell(plan)));
    return text.toString();
  }

  private String macro(Architecture architecture) {
    List<String> parts = new ArrayList<>();
    parts.add("input " + spec.input());
    parts.add("%s, %d wide".formatted(spec.stem(), genotype.channels(architecture)));
    for (int i = 0; i < spec.stages().size(); i++) {
      String cell = spec.stages().get(i).cell();
      int repeat = genotype.repeat(architecture, i);
      parts.add(repeat == 1 ? cell : "%s x%d".formatted(cell, repeat));
    }
    parts.add(spec.head());
    parts.add("%d outputs".formatted(spec.outputs()));
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (int i = 0; i < parts.size(); i++) {
      String part = i == 0 ? parts.get(i) : " -> " + parts.get(i);
      if (column + part.length() > COLUMNS) {
        text.append("\n  ");
        column = 2;
      }
      text.append(part);
      column += part.length();
    }
    return text.append('\n').toString();
  }

  private static String cell(CellPlan plan) {
    StringBuilder text = new StringBuilder("cell " + plan.name());
    if (plan.spec().stride() == 2) {
      text.append(" (halves the image)");
    }
    text.append('\n');
    if (plan.spec().isFree()) {
      return text.append(free(plan)).toString();
    }
    int longest =
        plan.nodes().stream()
            .flatMap(List::stream)
            .mapToInt(edge -> edge.op().length())
            .max()
            .orElse(0);
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (CellPlan.Edge edge : plan.nodes().get(i)) {
        String arrow = "--%s--".formatted(edge.op());
        text.append(
            "  %-3s %s> %s\n"
                .formatted(
                    edge.source(), Strings.padEnd(arrow, longest + 4, '-'), CellPlan.node(i)));
      }
    }
    String joint = plan.spec().merge() == Merge.ADD ? " + " : ", ";
    String merged = String.join(joint, plan.merged());
    boolean joined = plan.spec().merge() != Merge.ADD && plan.merged().size() > 1;
    return text.append("  output = ")
        .append(joined ? "concat(%s)".formatted(merged) : merged)
        .append('\n')
        .toString();
  }

  /** Operations are on nodes; those that do not count are left out. */
  private static String free(CellPlan plan) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < plan.nodes().size(); i++) {
      ImmutableList<CellPlan.Edge> edges = plan.nodes().get(i);
      if (!edges.isEmpty()) {
        String sum = edges.stream().map(CellPlan.Edge::source).collect(Collectors.joining(" + "));
        text.append("  %s = %s(%s)\n".formatted(CellPlan.node(i), plan.ops().get(i), sum));
      }
    }
    List<String> beside =
        plan.merged().stream().filter(source -> !CellPlan.isInput(source)).toList();
    boolean readsInput = beside.size() < plan.merged().size();
    List<String> terms = new ArrayList<>();
    if (!beside.isEmpty()) {
      String joined = String.join(", ", beside);
      terms.add(beside.size() == 1 ? joined : "concat(%s)".formatted(joined));
    }
    if (readsInput) {
      terms.add(CellPlan.input(0));
    }
    return text.append("  output = ").append(String.join(" + ", terms)).append('\n').toString();
  }
}
