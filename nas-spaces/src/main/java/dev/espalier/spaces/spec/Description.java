package dev.espalier.spaces.spec;

import com.google.common.hash.Hashing;
import dev.espalier.config.ConfigException;
import dev.espalier.config.Faults;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.network.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The description of a space whose family is given by options alone. Immutable. Two are equal if
 * they say the same, wherever they were written.
 *
 * @param family how files call it
 * @param name for people
 * @param data what it takes in and puts out
 * @param options what is fixed and what is open
 */
public record Description(String family, String name, DataBinding data, Options options) {

  /** Reads a part of a document and notes the mistakes in it, for the caller to check. */
  public static Description read(YamlNode node, String family, List<Option> known) {
    YamlMap map =
        node.map(
            Stream.concat(
                    Stream.of("apiVersion", "name", "family", "input", "classes", "outputs"),
                    known.stream().map(Option::key))
                .toArray(String[]::new));
    map.required("apiVersion").oneOf(List.of(SpecYaml.API_VERSION));
    map.required("family").oneOf(List.of(family));
    String name = map.required("name").text();
    Description description =
        new Description(
            family,
            name.isEmpty() ? "unnamed" : name,
            SpecYaml.data(map, node),
            Options.read(known, map, node));
    Faults faults = node.document().faults();
    description.checkName(faults);
    description.checkSequence(faults);
    return description;
  }

  void checkName(Faults faults) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      fault(faults, "name", name, "must consist of letters, digits, dots, dashes and underscores");
    }
  }

  /** Notes an input, if it is known, that is neither a sequence nor tokens. */
  void checkSequence(Faults faults) {
    Shape input = data.input();
    if (input instanceof Shape.Image || input instanceof Shape.Vector) {
      fault(
          faults,
          "input",
          input.toString(),
          "must be a sequence or tokens; take a space of cells for images and vectors");
    }
  }

  /** Notes a mistake, unless it may be a mere consequence of one noted before. */
  public void fault(Faults faults, String path, @Nullable String value, String remedy) {
    Options.note(faults, data.origin(), path, value, remedy);
  }

  /** Notes an option that is open although no network of the space makes use of it. */
  public void refuseUnused(Option option, boolean used, String remedy, Faults faults) {
    if (!used && options.isOpen(option)) {
      fault(
          faults,
          option.key(),
          String.join(", ", options.domain(option).values()),
          "must be left out, or " + remedy);
    }
  }

  /**
   * The input that it was bound to.
   *
   * @throws ConfigException if input or outputs are missing, or the input is no sequence
   */
  public Shape requireSequence() {
    Faults faults = new Faults();
    data.requireBound(faults);
    checkSequence(faults);
    faults.check();
    Shape input = data.input();
    if (input == null) {
      throw new IllegalStateException("a missing input was not noted");
    }
    return input;
  }

  /** {@link DataBinding#bind}. */
  public Description bind(Shape shape, int number) {
    return new Description(family, name, data.bind(shape, number), options);
  }

  /** Canonical YAML, which reads back as an equal description. */
  public String toYaml() {
    return "apiVersion: %s\nname: %s\n%s".formatted(SpecYaml.API_VERSION, name, body());
  }

  /** SHA-256, in hex, of the canonical YAML without the name. */
  public String hash() {
    return Hashing.sha256().hashString(body(), StandardCharsets.UTF_8).toString();
  }

  private String body() {
    return "family: %s\n%s%s".formatted(family, SpecYaml.data(data), options.toYaml());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Description description && toYaml().equals(description.toYaml());
  }

  @Override
  public int hashCode() {
    return toYaml().hashCode();
  }
}
