package dev.espalier.search.experiment;

import com.google.common.collect.ImmutableMap;
import dev.espalier.config.Fault;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.objective.Task;
import dev.espalier.random.Seeds;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.preset.Presets;
import dev.espalier.spaces.spec.SpaceSpec;
import java.util.Map;
import java.util.Optional;

/** A space that is yet to be bound to the data. Immutable. */
public interface SpaceChoice {

  /** A described space, over the standard operations and those of jars on the class path. */
  static SpaceChoice of(SpaceSpec spec) {
    return of(spec, OperationRegistry.standard());
  }

  /** A described space over these operations, such as some of one's own. */
  static SpaceChoice of(SpaceSpec spec, OperationRegistry operations) {
    return new DescribedSpace(spec, operations, false);
  }

  /**
   * A space that a program builds, for data of the very shape that its networks take. The folder of
   * its study can be looked at without the program, but only the program can go on with it.
   */
  static SpaceChoice of(NetworkSpace space) {
    return new OwnSpace(space);
  }

  /**
   * A space that ships with Espalier; {@code nas list presets} names them.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static SpaceChoice preset(String name) {
    return preset(name, ImmutableMap.of());
  }

  /**
   * The same with other values; see {@link Presets#get(String, Map)}.
   *
   * @param values YAML by name, such as {@code "channels"} and {@code "8"}
   */
  static SpaceChoice preset(String name, Map<String, String> values) {
    return new DescribedSpace(Presets.get(name, values), OperationRegistry.standard(), true);
  }

  /** A preset by the kind of the data, see {@link #forData}. */
  static SpaceChoice byData() {
    return new ByData();
  }

  /**
   * The space for data: another only where it was left to them.
   *
   * @param input shape of one example
   */
  default SpaceChoice forData(Shape input, Task task) {
    return this;
  }

  /**
   * The space as a task needs it: a preset of recurrent networks puts out something at each step
   * for language models. Others stay as they are.
   */
  default SpaceChoice forTask(Task task) {
    return this;
  }

  /**
   * The space for data of this kind.
   *
   * @param input shape of one example
   * @param outputs classes, or values to predict
   * @throws IllegalArgumentException if the space does not fit the data
   */
  NetworkSpace bind(Shape input, int outputs);

  /** Versions by id of those of its operations that are past their first version. */
  ImmutableMap<String, Integer> versions();

  /** What keeps the space from a task by the shape of what it puts out, if anything does. */
  Optional<Fault> misfit(Task task);

  /** The description as YAML, bound to the data or not. */
  String toYaml();

  /**
   * The same description bound to the data, as YAML; {@code null} for a space that only a program
   * knows.
   */
  String toYaml(Shape input, int outputs);

  /**
   * A preset by the kind of the data: {@code cnn-cells} for images, {@code mlp-cells} for tables,
   * {@code series-cells} for series, {@code token-cells} for texts as tokens, {@code lstm-stack}
   * for language models.
   */
  record ByData() implements SpaceChoice {
    @Override
    public SpaceChoice forData(Shape input, Task task) {
      if (task == Task.LANGUAGE_MODEL) {
        return preset("lstm-stack");
      }
      if (input instanceof Shape.Image) {
        return preset("cnn-cells");
      }
      if (input instanceof Shape.Sequence) {
        return preset("series-cells");
      }
      return preset(input instanceof Shape.Vector ? "mlp-cells" : "token-cells");
    }

    @Override
    public NetworkSpace bind(Shape input, int outputs) {
      return forData(input, Task.CLASSIFICATION).bind(input, outputs);
    }

    @Override
    public ImmutableMap<String, Integer> versions() {
      return ImmutableMap.of();
    }

    @Override
    public Optional<Fault> misfit(Task task) {
      return Optional.empty();
    }

    @Override
    public String toYaml() {
      throw undecided();
    }

    @Override
    public String toYaml(Shape input, int outputs) {
      return forData(input, Task.CLASSIFICATION).toYaml(input, outputs);
    }

    private static IllegalStateException undecided() {
      return new IllegalStateException("the space is decided by the data, which are not loaded");
    }
  }

  /**
   * A space that only a program knows.
   *
   * @param space its decisions and networks
   */
  record OwnSpace(NetworkSpace space) implements SpaceChoice {
    @Override
    public NetworkSpace bind(Shape input, int outputs) {
      Network network = space.expand(space.sample(Seeds.generator(0, "bind", 0)));
      if (!network.inputShape().equals(input) || network.output().shape().features() != outputs) {
        throw new IllegalArgumentException(
            "space %s has networks from %s to %s; the data need networks from %s to %s outputs"
                .formatted(
                    space.name(), network.inputShape(), network.output().shape(), input, outputs));
      }
      return space;
    }

    @Override
    public ImmutableMap<String, Integer> versions() {
      return ImmutableMap.of();
    }

    @Override
    public Optional<Fault> misfit(Task task) {
      return Optional.empty(); // the trainer says so of each network
    }

    @Override
    public String toYaml() {
      return "{program: %s, hash: %s}\n".formatted(space.name(), space.hash());
    }

    @Override
    public String toYaml(Shape input, int outputs) {
      return "null\n";
    }
  }

  /**
   * A described space.
   *
   * @param spec its description
   * @param operations what it may name
   * @param preset whether it ships with Espalier, and its head follows the task
   */
  record DescribedSpace(SpaceSpec spec, OperationRegistry operations, boolean preset)
      implements SpaceChoice {
    @Override
    public SpaceChoice forTask(Task task) {
      return preset && task == Task.LANGUAGE_MODEL
          ? new DescribedSpace(spec.eachStep().orElse(spec), operations, true)
          : this;
    }

    @Override
    public NetworkSpace bind(Shape input, int outputs) {
      return spec.bind(input, outputs).space(operations);
    }

    @Override
    public ImmutableMap<String, Integer> versions() {
      return operations.versions(spec.operations());
    }

    @Override
    public Optional<Fault> misfit(Task task) {
      return spec.misfit(task == Task.LANGUAGE_MODEL);
    }

    @Override
    public String toYaml() {
      return spec.toYaml();
    }

    @Override
    public String toYaml(Shape input, int outputs) {
      return spec.bind(input, outputs).toYaml();
    }
  }
}
