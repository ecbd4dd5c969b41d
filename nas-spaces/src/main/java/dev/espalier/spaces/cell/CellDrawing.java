package dev.espalier.spaces.cell;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Architecture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    ImmutableMap<String, CellPlan> plans = genotype.cells(architecture);
    Set<String> names = new LinkedHashSet<>();
    spec.stages().forEach(stage -> names.add(stage.cell()));
    for (String name : names) {
      CellPlan plan = plans.get(name);
      if (plan != null) {
        text.append('\n').append(cell(plan));
      }
    }
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
    boolean joined = plan.spec().merge() == Merge.CONCAT && plan.merged().size() > 1;
    return text.append("  output = ")
        .append(joined ? "concat(%s)".formatted(merged) : merged)
        .append('\n')
        .toString();
  }
}
