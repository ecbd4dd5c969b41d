package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.math.IntMath;
import dev.espalier.config.Faults;
import dev.espalier.config.Suggestion;
import dev.espalier.space.Domain;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a description, whatever the operations and the data. */
final class StructureCheck {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";
  private static final ImmutableSet<String> YAML_WORDS = ImmutableSet.of("null", "true", "false");
  static final int MOST_NODES = 16;
  static final int MOST_EDGES = 8;

  /** More than {@link #MOST_NODES} nodes can have. */
  static final int MOST_FREE_EDGES = 256;

  static final int MOST_REPEATS = 50;
  private static final int MOST_CELLS = 256;
  private static final int MOST_SUBSETS = 1_000;
  static final int MOST_FEATURES = 1 << 16;
  static final int MOST_WIDENING = 8;

  private final CellSpaceSpec spec;
  private final Faults faults;
  private final Settings settings;
  private final Set<String> used = new LinkedHashSet<>();

  /** Mistakes are added to {@code faults}, except where some were noted before. */
  StructureCheck(CellSpaceSpec spec, Faults faults) {
    this.spec = spec;
    this.faults = faults;
    this.settings = new Settings(spec.decisions());
  }

  void run() {
    boolean clean = faults.isEmpty();
    if (!spec.name().matches("[A-Za-z0-9][A-Za-z0-9_.-]*") || YAML_WORDS.contains(spec.name())) {
      fault("name", spec.name(), "must consist of letters, digits, dots, dashes and underscores");
    }
    if (spec.outputs() < 0) {
      fault(spec.data().outputsPath(), spec.outputs(), "must be at least 1");
    }
    spec.decisions().forEach(this::checkDecision);
    checkSetting("stem.channels", spec.channels(), MOST_FEATURES);
    checkRange("stem.stride", spec.stemStride(), 2);
    checkSetting("widen", spec.widen(), MOST_WIDENING);
    if (spec.widen() instanceof Setting.Open && spec.decisions().containsKey("widen")) {
      fault("decisions.widen", null, "is called like the open factor; choose another name");
    }
    if (spec.cells().isEmpty()) {
      fault("cells", null, "is empty; must hold at least one cell");
    }
    spec.cells().forEach(this::checkCell);
    checkStages();
    checkWidth();
    if (clean) {
      for (String decision : spec.decisions().keySet()) {
        if (!used.contains(decision)) {
          fault(
              "decisions." + decision,
              null,
              "is not used; name it in stem.channels, widen, nodes, repeat or channels, or remove it");
        }
      }
    }
  }

  private void checkDecision(String name, Domain domain) {
    checkName("decisions." + name, name);
    Optional<String> wrong =
        domain.isListed()
            ? domain.values().stream().filter(value -> !Settings.isWhole(value)).findFirst()
            : Optional.of(domain.describe());
    wrong.ifPresent(
        value -> fault("decisions." + name, value, "must hold whole numbers from 0 to 999999999"));
  }

  private void checkCell(String name, CellSpec cell) {
    String path = "cells." + name;
    checkName(path, name);
    checkRange(path + ".inputs", cell.inputs(), 2);
    checkRange(path + ".stride", cell.stride(), 2);
    checkWiring(path, cell);
    checkSetting(path + ".nodes", cell.nodes(), MOST_NODES);
    if (cell.ops().isEmpty()) {
      fault(path + ".ops", null, "is empty; must hold at least one operation");
    }
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < cell.ops().size(); i++) {
      if (!seen.add(cell.ops().get(i))) {
        fault("%s.ops[%s]".formatted(path, i), cell.ops().get(i), "is there twice; keep one");
      }
    }
    if (!spec.stages().isEmpty()
        && spec.stages().stream().noneMatch(stage -> stage.cell().equals(name))) {
      fault(path, null, "is not used; name it in macro, or remove it");
    }
    if (cell.wiring() instanceof Wiring.PerNode perNode
        && !faults.touch(spec.origin().full(path))) {
      int predecessors = cell.inputs() + settings.highest(cell.nodes()) - 1;
      int subsets = IntMath.binomial(predecessors, Math.min(perNode.edges(), predecessors));
      if (subsets > MOST_SUBSETS) {
        fault(
            path + ".edgesPerNode",
            perNode.edges(),
            "leaves a node %s sets of inputs to choose from; use fewer nodes or edges, so that there are at most %s"
                .formatted(subsets, MOST_SUBSETS));
      }
    }
  }

  private void checkWiring(String path, CellSpec cell) {
    if (cell.align() == Align.NONE && cell.inputs() != 1) {
      fault(path + ".align", Align.NONE.id(), "must be project or preprocess for a second input");
    }
    if (cell.wiring() instanceof Wiring.PerNode perNode) {
      checkRange(path + ".edgesPerNode", perNode.edges(), MOST_EDGES);
    }
    if (cell.wiring() instanceof Wiring.Free free) {
      checkRange(path + ".mostEdges", free.most(), MOST_FREE_EDGES);
      requireFree(path + ".inputs", cell.inputs() == 1, cell.inputs(), "1");
      requireFree(path + ".stride", cell.stride() == 1, cell.stride(), "1");
      requireFree(
          path + ".merge", cell.merge() == Merge.CONCAT, cell.merge().id(), Merge.CONCAT.id());
    }
  }

  private void requireFree(String path, boolean holds, Object value, String right) {
    if (!holds) {
      fault(path, value.toString(), "must be %s in a cell with mostEdges".formatted(right));
    }
  }

  private void checkStages() {
    if (spec.stages().isEmpty()) {
      fault("macro", null, "is empty; must hold at least one cell");
    }
    long total = 0;
    boolean mayBeEmpty = !spec.stages().isEmpty();
    for (int i = 0; i < spec.stages().size(); i++) {
      Stage stage = spec.stages().get(i);
      String path = "macro[%s]".formatted(i);
      if (!spec.cells().isEmpty() && !spec.cells().containsKey(stage.cell())) {
        fault(
            path + ".cell",
            stage.cell(),
            "is no cell of this space; " + Suggestion.oneOf(stage.cell(), spec.cells().keySet()));
      }
      checkSetting(path + ".repeat", stage.repeat(), 0, MOST_REPEATS);
      if (settings.highest(stage.repeat()) == 0) {
        fault(path + ".repeat", 0, "never has a cell; remove this part, or let it repeat");
      }
      stage.channels().ifPresent(width -> checkSetting(path + ".channels", width, MOST_FEATURES));
      checkOwned(path, stage);
      if (!faults.touch(spec.origin().full(path))) {
        total += settings.highest(stage.repeat());
      }
      mayBeEmpty = mayBeEmpty && settings.lowest(stage.repeat()) == 0;
    }
    if (mayBeEmpty) {
      fault("macro", null, "may come out without a cell; repeat at least one part at least once");
    }
    if (total > MOST_CELLS) {
      fault("macro", total, "cells in all are too many; at most %s".formatted(MOST_CELLS));
    }
  }

  /** A decision of such a cell can depend on one other only: the repeat, or the number of nodes. */
  private void checkOwned(String path, Stage stage) {
    CellSpec cell = spec.cells().get(stage.cell());
    if (cell != null
        && !cell.share()
        && cell.nodes() instanceof Setting.Named named
        && settings.highest(stage.repeat()) > settings.lowest(stage.repeat())) {
      fault(
          path + ".repeat",
          SpecWriter.setting(stage.repeat()),
          "must be fixed, as cell '%s' does not share its decisions and takes its nodes from decision '%s'"
              .formatted(stage.cell(), named.decision()));
    }
  }

  private void checkWidth() {
    if (!faults.isEmpty()) {
      return;
    }
    checkParts();
    double widest = widest();
    if (widest > MOST_FEATURES) {
      fault(
          "widen",
          SpecWriter.setting(spec.widen()),
          "widens the cells to %s features; use fewer channels or reductions, so that there are at most %s"
              .formatted((long) widest, MOST_FEATURES));
    }
  }

  /** Each node that the output of a free cell reads has a part of its channels. */
  private void checkParts() {
    int narrowest = settings.lowest(spec.channels());
    for (int i = 0; i < spec.stages().size(); i++) {
      Stage stage = spec.stages().get(i);
      int width = stage.channels().map(settings::lowest).orElse(narrowest);
      CellSpec cell = spec.cells().get(stage.cell());
      if (cell != null && cell.isFree() && settings.highest(cell.nodes()) > width) {
        fault(
            "macro[%s].cell".formatted(i),
            stage.cell(),
            "has up to %s nodes side by side, and %s channels for them; must have at least one a node"
                .formatted(settings.highest(cell.nodes()), width));
      }
      narrowest = settings.lowest(stage.repeat()) == 0 ? Math.min(narrowest, width) : width;
    }
  }

  private double widest() {
    double width = settings.highest(spec.channels());
    double widest = width;
    for (Stage stage : spec.stages()) {
      CellSpec cell = spec.cells().get(stage.cell());
      double before = width;
      if (stage.channels().isPresent()) {
        width = settings.highest(stage.channels().get());
      } else if (cell != null && cell.stride() == 2) {
        width *= Math.pow(settings.highest(spec.widen()), settings.highest(stage.repeat()));
      }
      widest = Math.max(widest, width);
      if (settings.lowest(stage.repeat()) == 0) {
        width = Math.max(width, before);
      }
    }
    return widest;
  }

  private void checkSetting(String path, Setting setting, int most) {
    checkSetting(path, setting, 1, most);
  }

  private void checkSetting(String path, Setting setting, int least, int most) {
    if (setting instanceof Setting.Named named) {
      if (!spec.decisions().containsKey(named.decision())) {
        fault(
            path,
            named.decision(),
            spec.decisions().isEmpty()
                ? "must be a whole number, {int: [low, high]} or {choice: [...]}; this space has no decisions to name"
                : "must be a whole number or a decision of this space; "
                    + Suggestion.oneOf(named.decision(), spec.decisions().keySet()));
        return;
      }
      used.add(named.decision());
    }
    ImmutableList<String> values = settings.values(setting);
    for (String value : values) {
      if (!Settings.isWhole(value)
          || Integer.parseInt(value) < least
          || Integer.parseInt(value) > most) {
        fault(path, value, "must be a whole number from %s to %s".formatted(least, most));
        return;
      }
    }
  }

  private void checkRange(String path, int value, int most) {
    if (value < 1 || value > most) {
      fault(path, value, "must be a whole number from 1 to %s".formatted(most));
    }
  }

  private void checkName(String path, String name) {
    if (!name.matches(NAME) || YAML_WORDS.contains(name)) {
      fault(path, name, "must start with a letter and go on with letters, digits, - and _");
    }
  }

  private void fault(String path, long value, String remedy) {
    fault(path, Long.toString(value), remedy);
  }

  /** Leaves out what may be a mere consequence of a mistake noted before. */
  private void fault(String path, @Nullable String value, String remedy) {
    if (!faults.touch(spec.origin().full(path))) {
      faults.add(spec.origin().fault(path, value, remedy));
    }
  }
}
