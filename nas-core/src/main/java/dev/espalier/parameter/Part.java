package dev.espalier.parameter;

import com.google.common.collect.ImmutableMap;

/**
 * A part of a study as an experiment names it, such as a strategy: what type it is, and values of
 * its parameters in their plain form.
 *
 * <pre>{@code
 * Part strategy = Part.of("genetic").with("populationSize", 8);
 * }</pre>
 *
 * @param type id of the part
 * @param values by name of the parameter; those that are left out have their defaults
 */
public record Part(String type, ImmutableMap<String, Object> values) {

  /** With all defaults. */
  public static Part of(String type) {
    return new Part(type, ImmutableMap.of());
  }

  /** The same with one value set, in its plain form. */
  public Part with(String name, Object value) {
    return new Part(
        type,
        ImmutableMap.<String, Object>builder().putAll(values).put(name, value).buildKeepingLast());
  }
}
