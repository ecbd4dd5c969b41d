package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Faults;
import dev.espalier.config.Origin;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Describes a cell space in Java, in the order and words of the YAML. Not thread-safe. */
public final class CellSpaceBuilder {
  private final String name;
  private final Faults faults = new Faults();
  private final Map<String, Domain> decisions = new LinkedHashMap<>();
  private final Map<String, CellSpec> cells = new LinkedHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private @Nullable Shape input;
  private int outputs;
  private String stem = "";
  private Setting channels = Setting.decision("channels");
  private int stemStride = 1;
  private Setting widen = Setting.of(2);
  private String head = "";
  private boolean norm = true;

  CellSpaceBuilder(String name) {
    this.name = name;
  }

  /** Shape of one example; may be left to {@link CellSpaceSpec#bind}. */
  public CellSpaceBuilder input(Shape shape) {
    input = shape;
    return this;
  }

  /** Classes, or values of a regression; may be left to {@link CellSpaceSpec#bind}. */
  public CellSpaceBuilder outputs(int number) {
    outputs = number;
    return this;
  }

  /** A choice that settings may name; {@code channels} sets the width unless a stem says more. */
  public CellSpaceBuilder decision(String decision, Domain domain) {
    if (decisions.put(decision, domain) != null) {
      twice("decisions." + decision);
    }
    return this;
  }

  /** Operation on the input; the decision {@code channels} sets the width. */
  public CellSpaceBuilder stem(String operation) {
    stem = operation;
    return this;
  }

  /** Operation on the input, and the width. */
  public CellSpaceBuilder stem(String operation, Setting width) {
    stem = operation;
    channels = width;
    return this;
  }

  /** 2 halves the image before the first cell; by default 1. */
  public CellSpaceBuilder stemStride(int step) {
    stemStride = step;
    return this;
  }

  /** Factor on the features at each reduction; by default 2. */
  public CellSpaceBuilder widen(Setting factor) {
    widen = factor;
    return this;
  }

  /** A kind of cell. */
  public CellSpaceBuilder cell(String cell, UnaryOperator<CellSpec.Builder> properties) {
    CellSpec.Builder builder = properties.apply(new CellSpec.Builder(ImmutableMap.copyOf(cells)));
    String path = "cells." + cell;
    builder
        .unknown()
        .ifPresent(
            unknown ->
                faults.add(Origin.named(name).fault(path + ".like", unknown, builder.remedy())));
    if (cells.put(cell, builder.build()) != null) {
      twice(path);
    }
    return this;
  }

  /** One cell. */
  public CellSpaceBuilder stage(String cell) {
    return stage(cell, Setting.of(1));
  }

  /** An open number of cells in a row, both bounds included. */
  public CellSpaceBuilder stage(String cell, int low, int high) {
    return stage(cell, Setting.range(low, high));
  }

  /** Cells in a row. */
  public CellSpaceBuilder stage(String cell, Setting repeat) {
    return stage(new Stage(cell, repeat, Optional.empty()));
  }

  /** Cells in a row of a width of their own. */
  public CellSpaceBuilder stage(String cell, Setting repeat, Setting width) {
    return stage(new Stage(cell, repeat, Optional.of(width)));
  }

  private CellSpaceBuilder stage(Stage stage) {
    stages.add(stage);
    return this;
  }

  /** Operation that turns the last cell's output into a vector. */
  public CellSpaceBuilder head(String operation) {
    head = operation;
    return this;
  }

  /** Whether batch norm and ReLU come before the head, over images; by default true. */
  public CellSpaceBuilder norm(boolean before) {
    norm = before;
    return this;
  }

  /**
   * Ends the description.
   *
   * @throws ConfigException with every mistake that shows without the operations and the data;
   *     {@link CellSpace#of} finds the others
   */
  public CellSpaceSpec build() {
    CellSpaceSpec spec =
        new CellSpaceSpec(
            name,
            input,
            outputs,
            ImmutableMap.copyOf(decisions),
            stem,
            channels,
            stemStride,
            widen,
            ImmutableMap.copyOf(cells),
            ImmutableList.copyOf(stages),
            head,
            norm,
            Origin.named(name));
    new StructureCheck(spec, faults).run();
    faults.check();
    return spec;
  }

  private void twice(String path) {
    faults.add(Origin.named(name).fault(path, null, "is there twice; keep one"));
  }
}
