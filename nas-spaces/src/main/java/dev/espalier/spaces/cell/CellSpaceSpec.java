package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.espalier.config.Fault;
import dev.espalier.config.Origin;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.spec.DataBinding;
import dev.espalier.spaces.spec.SpaceSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description of a cell space, from the Java builder or from YAML. Immutable. Two descriptions
 * are equal if they say the same, wherever they were written.
 *
 * @param name for people
 * @param input shape of one example; null until {@link #bind}
 * @param outputs classes, or values of a regression; 0 until {@link #bind}
 * @param decisions choices that settings may name
 * @param stem operation on the input
 * @param channels features of the stem, and of the cells before the first reduction unless a stage
 *     says more
 * @param stemStride step of the stem, 1 or 2
 * @param widen factor on the features at each reduction
 * @param cells kinds of cell by name
 * @param stages the cells in the order of the network
 * @param head operation that turns the last cell's output into a vector, which a dense layer reads
 * @param norm whether batch norm and ReLU come before the head, over images
 * @param origin where mistakes are to be reported
 */
public record CellSpaceSpec(
    String name,
    @Nullable Shape input,
    int outputs,
    ImmutableMap<String, Domain> decisions,
    String stem,
    Setting channels,
    int stemStride,
    Setting widen,
    ImmutableMap<String, CellSpec> cells,
    ImmutableList<Stage> stages,
    String head,
    boolean norm,
    Origin origin)
    implements SpaceSpec {

  /** Starts a description in Java. */
  public static CellSpaceBuilder named(String name) {
    return new CellSpaceBuilder(name);
  }

  /** What it takes in and puts out. */
  DataBinding data() {
    return new DataBinding(input, outputs, origin);
  }

  @Override
  public CellSpaceSpec bind(Shape shape, int number) {
    DataBinding bound = data().bind(shape, number);
    return new CellSpaceSpec(
        name,
        bound.input(),
        bound.outputs(),
        decisions,
        stem,
        channels,
        stemStride,
        widen,
        cells,
        stages,
        head,
        norm,
        origin);
  }

  @Override
  public CellSpace space(OperationRegistry operations) {
    return CellSpace.of(this, operations);
  }

  /** Cells end in one vector. */
  @Override
  public Optional<Fault> misfit(boolean eachStep) {
    return eachStep
        ? Optional.of(
            origin.fault(
                "family",
                "cells",
                "must be recurrent or transformer, with summary: each_step, for a language model"))
        : Optional.empty();
  }

  @Override
  public ImmutableSet<String> operations() {
    ImmutableSet.Builder<String> named = ImmutableSet.<String>builder().add(stem);
    cells.values().forEach(cell -> named.addAll(cell.ops()));
    return named.add(head).build();
  }

  @Override
  public String toYaml() {
    return SpecWriter.write(this);
  }

  @Override
  public String hash() {
    return Hashing.sha256()
        .hashString(SpecWriter.writeBody(this), StandardCharsets.UTF_8)
        .toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CellSpaceSpec spec && toYaml().equals(spec.toYaml());
  }

  @Override
  public int hashCode() {
    return toYaml().hashCode();
  }

  /** What the stem takes the input for; null where that is not known. */
  @Nullable Shape taken(OperationRegistry operations) {
    Shape known = input;
    return known == null
        ? null
        : operations.find(stem).map(operation -> operation.takenFor(known)).orElse(known);
  }
}
