package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableSet;
import dev.espalier.config.Faults;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.OperationRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds operations that do not take the widths that a space may give them, such as grouped
 * convolutions, by trying each on each width; of very many widths, on the smallest.
 */
final class WidthCheck {
  private static final int MOST_WIDTHS = 256;

  private final CellSpaceSpec spec;
  private final OperationRegistry operations;
  private final Faults faults;
  private final Settings settings;
  private final Set<Trial> tried = new LinkedHashSet<>();

  /** What an operation of a cell is asked to do. */
  private record Trial(String cell, int features, int width, int stride) {}

  WidthCheck(CellSpaceSpec spec, OperationRegistry operations, Faults faults) {
    this.spec = spec;
    this.operations = operations;
    this.faults = faults;
    this.settings = new Settings(spec.decisions());
  }

  /** Notes nothing where the widths cannot be told, or what they come from has mistakes. */
  void run() {
    if (spec.input() == null || !knowsWidths()) {
      return;
    }
    Set<Integer> widths = values(spec.channels());
    Set<Integer> outputs = widths;
    for (Stage stage : spec.stages()) {
      CellSpec cell = spec.cells().get(stage.cell());
      if (cell == null) {
        continue;
      }
      Set<Integer> left = new LinkedHashSet<>();
      Set<Integer> given = new LinkedHashSet<>();
      int fewest = settings.lowest(stage.repeat());
      int most = settings.highest(stage.repeat());
      for (int cells = 0; cells <= most; cells++) {
        if (cells > 0) {
          widths = widths(stage, cell, widths);
          tryAll(stage, cell, widths, outputs);
          outputs = outputs(cell, widths);
        }
        if (cells >= fewest) {
          left.addAll(widths);
          given.addAll(outputs);
        }
      }
      widths = least(left.stream());
      outputs = least(given.stream());
    }
  }

  private void tryAll(Stage stage, CellSpec cell, Set<Integer> widths, Set<Integer> read) {
    for (int width : widths) {
      within(stage.cell(), cell, width);
      if (cell.align() == Align.NONE && !cell.isFree()) {
        read.forEach(features -> tryAll(new Trial(stage.cell(), features, width, cell.stride())));
      }
    }
  }

  private boolean knowsWidths() {
    Stream<String> places =
        Stream.concat(
            Stream.of("stem.channels", "widen", "decisions"),
            Stream.concat(
                IntStream.range(0, spec.stages().size())
                    .boxed()
                    .flatMap(
                        i ->
                            Stream.of("macro[%s].repeat", "macro[%s].channels")
                                .map(s -> s.formatted(i))),
                spec.cells().keySet().stream()
                    .flatMap(
                        cell ->
                            Stream.of("nodes", "stride", "merge", "align", "mostEdges")
                                .map(key -> "cells.%s.%s".formatted(cell, key)))));
    return places.noneMatch(place -> faults.touch(spec.origin().full(place)));
  }

  private Set<Integer> widths(Stage stage, CellSpec cell, Set<Integer> before) {
    if (stage.channels().isPresent()) {
      return values(stage.channels().get());
    }
    if (cell.stride() == 1) {
      return before;
    }
    Set<Integer> factors = values(spec.widen());
    return least(before.stream().flatMap(width -> factors.stream().map(factor -> width * factor)));
  }

  private Set<Integer> outputs(CellSpec cell, Set<Integer> widths) {
    Set<Integer> parts =
        cell.merge() == Merge.CONCAT_WIDE ? values(cell.nodes()) : ImmutableSet.of(1);
    return least(widths.stream().flatMap(width -> parts.stream().map(part -> width * part)));
  }

  /** From node to node, and from an input that has come to the cell's width. */
  private void within(String name, CellSpec cell, int width) {
    if (!cell.isFree()) {
      tryAll(new Trial(name, width, width, 1));
      if (cell.stride() == 2 && cell.align() != Align.NONE) {
        tryAll(new Trial(name, width, width, 2));
      }
      return;
    }
    // The nodes that the output reads share its channels, the first ones having one more.
    for (int parts = 1; parts <= settings.highest(cell.nodes()); parts++) {
      int part = width / parts;
      tryAll(new Trial(name, part, part, 1));
      if (width % parts > 0) {
        tryAll(new Trial(name, part + 1, part + 1, 1));
      }
    }
  }

  private void tryAll(Trial trial) {
    CellSpec cell = spec.cells().get(trial.cell());
    if (cell == null || !tried.add(trial)) {
      return;
    }
    for (int i = 0; i < cell.ops().size(); i++) {
      String path = "cells.%s.ops[%s]".formatted(trial.cell(), i);
      String id = cell.ops().get(i);
      if (operations.contains(id) && !faults.touch(spec.origin().full(path))) {
        attempt(operations.get(id), trial, path);
      }
    }
  }

  private void attempt(Operation operation, Trial trial, String path) {
    Shape input = spec.taken(operations);
    if (input == null) {
      return;
    }
    try {
      Network.Builder network = Network.builder(carried(input, trial.features()));
      int id = operation.add(network, operation.id(), 0, trial.width(), trial.stride());
      int features = network.shape(id).features();
      if (features != trial.width()) {
        misfit(operation, trial, path, "it gives %s".formatted(features));
      }
    } catch (IllegalArgumentException | ArithmeticException misfit) {
      misfit(operation, trial, path, String.valueOf(misfit.getMessage()));
    }
  }

  /** What cells pass on of such an input. */
  private static Shape carried(Shape input, int features) {
    return input instanceof Shape.Tokens tokens
        ? new Shape.Sequence(features, tokens.steps())
        : input.withFeatures(features);
  }

  private void misfit(Operation operation, Trial trial, String path, String why) {
    faults.add(
        spec.origin()
            .fault(
                path,
                operation.id(),
                "cannot make %s channels of %s, as the space may ask: %s"
                    .formatted(trial.width(), trial.features(), why)));
  }

  private Set<Integer> values(Setting setting) {
    return least(settings.values(setting).stream().map(Integer::valueOf));
  }

  private static Set<Integer> least(Stream<Integer> numbers) {
    return numbers.collect(ImmutableSet.toImmutableSet()).stream()
        .sorted()
        .limit(MOST_WIDTHS)
        .collect(ImmutableSet.toImmutableSet());
  }
}
