package dev.espalier.spaces.cell;

import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import java.util.stream.Collectors;

/**
 * Writes a description as canonical YAML: every key in one order, defaults spelt out, cells
 * resolved. All texts in it are names that YAML needs no quotes for; only a name such as {@code
 * null} could be taken for something else, and {@link StructureCheck} refuses it.
 */
final class SpecWriter {
  private SpecWriter() {}

  static String write(CellSpaceSpec spec) {
    return "apiVersion: %s\nname: %s\n%s"
        .formatted(CellSpaceYaml.API_VERSION, spec.name(), writeBody(spec));
  }

  /** Everything that decides which networks the space holds. */
  static String writeBody(CellSpaceSpec spec) {
    StringBuilder text = new StringBuilder();
    Shape input = spec.input();
    if (input != null) {
      text.append("input: ").append(shape(input)).append('\n');
    }
    if (spec.outputs() != 0) {
      text.append("outputs: ").append(spec.outputs()).append('\n');
    }
    if (!spec.decisions().isEmpty()) {
      text.append("decisions:\n");
      spec.decisions()
          .forEach((name, domain) -> text.append("  %s: %s\n".formatted(name, domain(domain))));
    }
    text.append("stem: {op: %s, channels: %s}\n".formatted(spec.stem(), setting(spec.channels())));
    text.append("widen: %s\n".formatted(setting(spec.widen())));
    text.append("cells:\n");
    spec.cells().forEach((name, cell) -> text.append("  %s: %s\n".formatted(name, cell(cell))));
    text.append("macro:\n");
    spec.stages()
        .forEach(
            stage ->
                text.append(
                    "  - {cell: %s, repeat: %s}\n"
                        .formatted(stage.cell(), setting(stage.repeat()))));
    text.append("head: {op: %s}\n".formatted(spec.head()));
    return text.toString();
  }

  private static String shape(Shape shape) {
    if (shape instanceof Shape.Image image) {
      return "{type: image, height: %d, width: %d, channels: %d}"
          .formatted(image.height(), image.width(), image.channels());
    }
    return "{type: vector, features: %d}".formatted(shape.features());
  }

  private static String cell(CellSpec cell) {
    return "{inputs: %d, nodes: %s, edgesPerNode: %d, merge: %s, stride: %d, ops: [%s]}"
        .formatted(
            cell.inputs(),
            setting(cell.nodes()),
            cell.edgesPerNode(),
            cell.merge().id(),
            cell.stride(),
            String.join(", ", cell.ops()));
  }

  static String setting(Setting setting) {
    if (setting instanceof Setting.Fixed fixed) {
      return Integer.toString(fixed.value());
    }
    if (setting instanceof Setting.Open open) {
      return domain(open.domain());
    }
    return ((Setting.Named) setting).decision();
  }

  private static String domain(Domain domain) {
    if (domain instanceof Domain.IntRange range) {
      return "{int: [%d, %d]}".formatted(range.low(), range.high());
    }
    return domain.values().stream().collect(Collectors.joining(", ", "{choice: [", "]}"));
  }
}
