package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableSet;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.network.Shape;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import java.util.Optional;

/** The description of a space of some family, from Java or from YAML. Immutable. */
public interface SpaceSpec {

  /** For people. */
  String name();

  /**
   * Takes input and outputs from the data, where they were left out.
   *
   * @param shape shape of one example
   * @param number classes, or values of a regression
   * @throws ConfigException if the description says otherwise
   */
  SpaceSpec bind(Shape shape, int number);

  /**
   * The space that is described.
   *
   * @param operations what it may name
   * @throws ConfigException with all mistakes, such as an input that is neither given nor bound
   */
  NetworkSpace space(OperationRegistry operations);

  /** Ids of the operations that the description names; none in families that have none. */
  default ImmutableSet<String> operations() {
    return ImmutableSet.of();
  }

  /**
   * What keeps the networks from a task by the shape of what they put out, if anything does.
   *
   * @param eachStep whether the task asks for outputs at each step of a sequence, as language
   *     modelling does, and not for one vector
   */
  Optional<Fault> misfit(boolean eachStep);

  /**
   * The same networks with outputs at each step of a sequence, none of which sees a later one, as
   * language models need them; empty in families that have none such.
   */
  default Optional<SpaceSpec> eachStep() {
    return Optional.empty();
  }

  /** Canonical YAML, which reads back as an equal description. */
  String toYaml();

  /**
   * SHA-256, in hex, of the canonical YAML without the name. The hash of the {@link #space} holds
   * the versions of its operations as well, where they are not 1.
   */
  String hash();
}
