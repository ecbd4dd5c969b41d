package dev.espalier.parameter;

/** A value for every parameter of a part. Immutable. */
public final class ParameterValues {
  private final Part resolved;
  private final Parts parts;

  private ParameterValues(Part resolved, Parts parts) {
    this.resolved = resolved;
    this.parts = parts;
  }

  /**
   * Checks given values and fills in defaults.
   *
   * @param parts the kind that the part belongs to
   * @throws IllegalArgumentException for an unknown id, an unknown name or a bad value
   */
  public static ParameterValues of(Part part, Parts parts) {
    return new ParameterValues(parts.resolve("", part), parts);
  }

  /**
   * The value of a parameter.
   *
   * @throws IllegalArgumentException if the part has no such parameter
   */
  public <T> T get(Parameter<T> parameter) {
    Object plain = resolved.values().get(parameter.name());
    if (plain == null) {
      throw new IllegalArgumentException(
          "%s has no parameter '%s', only %s"
              .formatted(resolved.type(), parameter.name(), resolved.values().keySet()));
    }
    return parameter.type().read(parameter.name(), plain, parts);
  }

  /** The part with all values in their plain form. */
  public Part part() {
    return resolved;
  }
}
