package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import dev.espalier.spaces.config.ConfigException;
import dev.espalier.spaces.config.Faults;
import dev.espalier.spaces.config.Origin;
import java.nio.charset.StandardCharsets;
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
 * @param channels features of the stem and of the cells before the first reduction
 * @param widen factor on the features at each reduction
 * @param cells kinds of cell by name
 * @param stages the cells in the order of the network
 * @param head operation that turns the last cell's output into a vector, which a dense layer reads
 * @param origin where mistakes are to be reported
 */
public record CellSpaceSpec(
    String name,
    @Nullable Shape input,
    int outputs,
    ImmutableMap<String, Domain> decisions,
    String stem,
    Setting channels,
    Setting widen,
    ImmutableMap<String, CellSpec> cells,
    ImmutableList<Stage> stages,
    String head,
    Origin origin) {

  /** Starts a description in Java. */
  public static CellSpaceBuilder named(String name) {
    return new CellSpaceBuilder(name);
  }

  /**
   * Takes input and outputs from the data, where they were left out.
   *
   * @param shape shape of one example
   * @param number classes, or values of a regression
   * @throws ConfigException if the description says otherwise
   */
  public CellSpaceSpec bind(Shape shape, int number) {
    Faults faults = new Faults();
    if (input != null && !input.equals(shape)) {
      faults.add(
          origin.fault(
              "input",
              input.toString(),
              "must be %s, as in the data, or left out".formatted(shape)));
    }
    if (outputs != 0 && outputs != number) {
      faults.add(
          origin.fault(
              outputsPath(),
              Integer.toString(outputs),
              "must be %d, as in the data, or left out".formatted(number)));
    }
    faults.check();
    return new CellSpaceSpec(
        name, shape, number, decisions, stem, channels, widen, cells, stages, head, origin);
  }

  /** How the description spells its number of outputs. */
  String outputsPath() {
    return origin.holds("classes") ? "classes" : "outputs";
  }

  /** Canonical YAML, which reads back as an equal description. */
  public String toYaml() {
    return SpecWriter.write(this);
  }

  /** SHA-256, in hex, of the canonical YAML without the name. */
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
}
