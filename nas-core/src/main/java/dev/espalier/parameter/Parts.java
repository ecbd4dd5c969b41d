package dev.espalier.parameter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;

/** The parts of one kind that there are, by id. Thread-safe. */
public interface Parts {
  /** None. */
  Parts NONE =
      new Parts() {

        @Override
        public ImmutableSet<String> ids() {
          return ImmutableSet.of();
        }

        @Override
        public ImmutableList<Parameter<?>> parameters(String id) {
          throw new IllegalArgumentException("part '%s' is unknown; there are none".formatted(id));
        }
      };

  /** Ids, sorted. */
  ImmutableSet<String> ids();

  /**
   * Parameters of one.
   *
   * @throws IllegalArgumentException if there is none of this id
   */
  ImmutableList<Parameter<?>> parameters(String id);

  /**
   * A part with a value for every parameter of its own and of the parts in it.
   *
   * @param path where it stands, for messages; empty for one that stands by itself
   * @throws IllegalArgumentException for an unknown id, an unknown name or a bad value
   */
  default Part resolve(String path, Part part) {
    ImmutableList<Parameter<?>> parameters = parameters(part.type());
    ImmutableList<String> names =
        parameters.stream().map(Parameter::name).collect(ImmutableList.toImmutableList());
    String prefix = path.isEmpty() ? "" : path + ".";
    for (String name : part.values().keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "parameter '%s%s' is unknown; known are %s".formatted(prefix, name, names));
      }
    }
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (Parameter<?> parameter : parameters) {
      values.put(parameter.name(), resolve(prefix, parameter, part.values()));
    }
    return new Part(part.type(), values.buildOrThrow());
  }

  private <T> Object resolve(String prefix, Parameter<T> parameter, Map<String, Object> given) {
    ParameterType<T> type = parameter.type();
    Object plain = given.get(parameter.name());
    return type.write(
        type.read(
            prefix + parameter.name(), plain == null ? parameter.plainDefault() : plain, this));
  }
}
