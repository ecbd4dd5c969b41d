package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.config.Faults;
import dev.espalier.config.Suggestion;
import dev.espalier.network.Shape;
import dev.espalier.spaces.op.Kind;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.op.Role;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a description that has a sound structure, given the operations. */
final class OperationCheck {
  private static final String HINT = " (one of your own needs its jar: --classpath JAR)";
  static final String ZERO = "zero";

  private final CellSpaceSpec spec;
  private final OperationRegistry operations;
  private final Faults faults;
  private final Settings settings;

  /** What the stem takes the input for; null where it is not known. */
  private final @Nullable Shape taken;

  OperationCheck(CellSpaceSpec spec, OperationRegistry operations, Faults faults) {
    this.spec = spec;
    this.operations = operations;
    this.faults = faults;
    this.settings = new Settings(spec.decisions());
    this.taken = spec.taken(operations);
  }

  void run() {
    checkOperation("stem.op", spec.stem(), Role.STEM);
    checkOperation("head.op", spec.head(), Role.HEAD);
    // A cell that takes over the operations of another repeats its mistakes: say them once.
    Set<ImmutableList<String>> seen = new HashSet<>();
    spec.cells()
        .forEach(
            (name, cell) -> {
              if (seen.add(cell.ops())) {
                checkOperations("cells." + name + ".ops", cell);
              }
              checkImagesOnly("cells." + name, cell);
            });
    if (taken instanceof Shape.Image image) {
      checkSize(image);
    } else if (taken != null) {
      checkNoReduction();
    }
    new WidthCheck(spec, operations, faults).run();
  }

  private void checkImagesOnly(String path, CellSpec cell) {
    if (taken != null && !(taken instanceof Shape.Image)) {
      if (cell.align() == Align.PREPROCESS) {
        fault(path + ".align", cell.align().id(), "is for images; must be project or none");
      }
      if (cell.isFree()) {
        fault(path + ".mostEdges", null, "is for images; set edgesPerNode instead");
      }
    }
  }

  private void checkOperations(String path, CellSpec cell) {
    ImmutableList<String> ops = cell.ops();
    for (int i = 0; i < ops.size(); i++) {
      checkOperation("%s[%s]".formatted(path, i), ops.get(i), Role.CELL);
    }
    if (!ops.isEmpty() && ops.stream().allMatch(ZERO::equals)) {
      fault(path, ZERO, "connects nothing; add at least one other operation");
    } else if (cell.isFree() && ops.contains(ZERO)) {
      fault(path, ZERO, "is no operation of a node; leave it out, as edges may be left out");
    }
  }

  private void checkOperation(String path, String id, Role role) {
    Shape input = role == Role.STEM ? spec.input() : taken;
    Operation operation = operations.find(id).orElse(null);
    if (operation != null && operation.roles().contains(role)) {
      if (input != null && !operation.kinds().contains(Kind.of(input))) {
        ImmutableSet<String> fitting = operations.ids(role, Kind.of(input));
        fault(
            path,
            id,
            "does not take the %s input; must be one of %s"
                .formatted(Kind.of(input).id(), String.join(", ", fitting)));
      }
      return;
    }
    ImmutableSet<String> known =
        input == null ? operations.ids(role) : operations.ids(role, Kind.of(input));
    String remedy = Suggestion.oneOf(id, known);
    fault(path, id, operation == null ? remedy + HINT : remedy);
  }

  /** Same padding never shrinks an image away; halving a single pixel is a mistake all the same. */
  private void checkSize(Shape.Image image) {
    int longest = Math.max(image.height(), image.width());
    if (spec.stemStride() == 2) {
      if (longest == 1) {
        fault("stem.stride", "2", "halves an image of 1x1; must be 1");
        return;
      }
      longest = (longest + 1) / 2;
    }
    int reductions = 0;
    for (int i = 0; i < spec.stages().size(); i++) {
      Stage stage = spec.stages().get(i);
      CellSpec cell = spec.cells().get(stage.cell());
      if (cell == null || cell.stride() == 1) {
        continue;
      }
      for (int j = settings.highest(stage.repeat()); j > 0; j--) {
        if (longest == 1) {
          fault(
              "macro[%s].cell".formatted(i),
              stage.cell(),
              "halves an image that is down to 1x1; %s allows at most %s reductions"
                  .formatted(image, reductions));
          return;
        }
        longest = (longest + 1) / 2;
        reductions++;
      }
    }
    long scalars = (long) image.height() * image.width() * settings.highest(spec.channels());
    if (scalars > Integer.MAX_VALUE) {
      fault(
          "input",
          image.toString(),
          "is too large for %s channels; one layer would hold %s scalars"
              .formatted(settings.highest(spec.channels()), scalars));
    }
  }

  private void checkNoReduction() {
    if (spec.stemStride() != 1) {
      fault("stem.stride", "2", "must be 1: only images are halved");
    }
    spec.cells()
        .forEach(
            (name, cell) -> {
              if (cell.stride() != 1) {
                fault("cells." + name + ".stride", "2", "must be 1: only images are halved");
              }
            });
  }

  private void fault(String path, @Nullable String value, String remedy) {
    if (!faults.touch(spec.origin().full(path))) {
      faults.add(spec.origin().fault(path, value, remedy));
    }
  }
}
