package dev.espalier.spaces.cell;

import dev.espalier.spaces.spec.SpecYaml;

/**
 * Writes a description as canonical YAML: every key in one order, defaults spelt out, cells
 * resolved. All texts in it are names that YAML needs no quotes for; only a name such as {@code
 * null} could be taken for something else, and {@link StructureCheck} refuses it.
 */
final class SpecWriter {
  private SpecWriter() {}

  static String write(CellSpaceSpec spec) {
    return "apiVersion: %s\nname: %s\n%s"
        .formatted(SpecYaml.API_VERSION, spec.name(), writeBody(spec));
  }

  /** Everything that decides which networks the space holds. */
  static String writeBody(CellSpaceSpec spec) {
    StringBuilder text = new StringBuilder();
    text.append(SpecYaml.data(spec.data()));
    if (!spec.decisions().isEmpty()) {
      text.append("decisions:\n");
      spec.decisions()
          .forEach(
              (name, domain) -> text.append("  %s: %s\n".formatted(name, SpecYaml.domain(domain))));
    }
    text.append(
        "stem: {op: %s, channels: %s, stride: %s}\n"
            .formatted(spec.stem(), setting(spec.channels()), spec.stemStride()));
    text.append("widen: %s\n".formatted(setting(spec.widen())));
    text.append("cells:\n");
    spec.cells().forEach((name, cell) -> text.append("  %s: %s\n".formatted(name, cell(cell))));
    text.append("macro:\n");
    spec.stages().forEach(stage -> text.append("  - {%s}\n".formatted(stage(stage))));
    text.append("head: {op: %s, norm: %s}\n".formatted(spec.head(), spec.norm()));
    return text.toString();
  }

  private static String stage(Stage stage) {
    String text = "cell: %s, repeat: %s".formatted(stage.cell(), setting(stage.repeat()));
    return stage.channels().map(width -> text + ", channels: " + setting(width)).orElse(text);
  }

  private static String cell(CellSpec cell) {
    return "{inputs: %s, nodes: %s, %s, merge: %s, stride: %s, align: %s, share: %s, ops: [%s]}"
        .formatted(
            cell.inputs(),
            setting(cell.nodes()),
            wiring(cell.wiring()),
            cell.merge().id(),
            cell.stride(),
            cell.align().id(),
            cell.share(),
            String.join(", ", cell.ops()));
  }

  private static String wiring(Wiring wiring) {
    if (wiring instanceof Wiring.PerNode perNode) {
      return "edgesPerNode: " + perNode.edges();
    }
    return wiring instanceof Wiring.Free free ? "mostEdges: " + free.most() : "edgesPerNode: all";
  }

  static String setting(Setting setting) {
    if (setting instanceof Setting.Fixed fixed) {
      return Integer.toString(fixed.value());
    }
    if (setting instanceof Setting.Open open) {
      return SpecYaml.domain(open.domain());
    }
    return ((Setting.Named) setting).decision();
  }
}
