package dev.espalier.spaces.rnn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import dev.espalier.spaces.config.ConfigException;
import dev.espalier.spaces.config.Faults;
import dev.espalier.spaces.config.Origin;
import dev.espalier.spaces.op.OperationRegistry;
import dev.espalier.spaces.spec.DataBinding;
import dev.espalier.spaces.spec.SpaceSpec;
import dev.espalier.spaces.spec.SpecYaml;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The description of a space of stacked recurrent networks, from the Java builder or from YAML.
 * Immutable. Two descriptions are equal if they say the same, wherever they were written.
 *
 * @param name for people
 * @param data what it takes in and puts out
 * @param settings the values that each setting may take, for every one of {@link Setting}
 */
public record RecurrentSpaceSpec(
    String name, DataBinding data, ImmutableMap<Setting, Domain> settings) implements SpaceSpec {
  /** How files call the family. */
  public static final String FAMILY = "recurrent";

  private static final String WHOLE = "[1-9][0-9]{0,8}";

  /** Layers that may be stacked. */
  static final int MOST_LAYERS = 16;

  /** Units of a layer. */
  static final int MOST_UNITS = 1 << 14;

  /** What a space of this family is described by; decisions are named after them. */
  public enum Setting {
    /** Numbers that stand for a token; of no use to a sequence of numbers. */
    EMBEDDING("embedding", MOST_UNITS, 32),
    /** What is computed at each step. */
    CELL("cell", ImmutableList.of("lstm", "simple_rnn")),
    /** How many are stacked. */
    LAYERS("layers", MOST_LAYERS, 0),
    /** Size of each layer's state; in both directions each. */
    UNITS("units", MOST_UNITS, 0),
    /** Whether a second layer reads from the end. */
    DIRECTION("direction", ImmutableList.of("forward", "both")),
    /** Whether the input of a layer but the first is added to its output. */
    SKIP("skip", ImmutableList.of("none", "residual")),
    /** Percentage of each layer's outputs that training sets to zero. */
    DROPOUT("dropout", ImmutableList.of("0", "10", "20", "30", "40", "50")),
    /** How the sequence becomes the vector that the last dense layer reads. */
    SUMMARY("summary", ImmutableList.of("last", "mean", "max"));

    private final String key;
    private final ImmutableList<String> words;
    private final int most;
    private final int usual;

    Setting(String key, ImmutableList<String> words) {
      this.key = key;
      this.words = words;
      this.most = 0;
      this.usual = 0;
    }

    /** A whole number; 0 for {@code usual} if there is no default. */
    Setting(String key, int most, int usual) {
      this.key = key;
      this.words = ImmutableList.of();
      this.most = most;
      this.usual = usual;
    }

    /** As in files. */
    public String key() {
      return key;
    }

    /** Known values, the default first; none for a whole number. */
    ImmutableList<String> words() {
      return words;
    }

    /** The largest whole number. */
    int most() {
      return most;
    }

    boolean isNumber() {
      return words.isEmpty();
    }
  }

  /** Starts a description in Java. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The values of a setting. */
  Domain domain(Setting setting) {
    Domain domain = settings.get(setting);
    if (domain == null) {
      throw new IllegalStateException("setting %s is not there".formatted(setting.key()));
    }
    return domain;
  }

  @Override
  public RecurrentSpaceSpec bind(Shape shape, int number) {
    return new RecurrentSpaceSpec(name, data.bind(shape, number), settings);
  }

  @Override
  public RecurrentSpace space(OperationRegistry operations) {
    return RecurrentSpace.of(this);
  }

  @Override
  public String toYaml() {
    return "apiVersion: %s\nname: %s\n%s".formatted(SpecYaml.API_VERSION, name, body());
  }

  @Override
  public String hash() {
    return Hashing.sha256().hashString(body(), StandardCharsets.UTF_8).toString();
  }

  private String body() {
    StringBuilder text = new StringBuilder("family: " + FAMILY + "\n");
    text.append(SpecYaml.data(data));
    settings.forEach(
        (setting, domain) ->
            text.append("%s: %s\n".formatted(setting.key(), SpecYaml.domain(domain))));
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecurrentSpaceSpec spec && toYaml().equals(spec.toYaml());
  }

  @Override
  public int hashCode() {
    return toYaml().hashCode();
  }

  /** Describes a space in Java, in the words of the YAML. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Map<Setting, Domain> settings = new LinkedHashMap<>();
    private @Nullable Shape input;
    private int outputs;

    private Builder(String name) {
      this.name = name;
    }

    /** Shape of one example; may be left to {@link RecurrentSpaceSpec#bind}. */
    public Builder input(Shape shape) {
      input = shape;
      return this;
    }

    /** Widths of the embedding to choose from, for tokens; by default 32. */
    public Builder embedding(int... widths) {
      return set(Setting.EMBEDDING, numbers(widths));
    }

    /** Classes, or values of a regression; may be left to {@link RecurrentSpaceSpec#bind}. */
    public Builder outputs(int number) {
      outputs = number;
      return this;
    }

    /** Cells to choose from: {@code lstm}, {@code simple_rnn}. */
    public Builder cells(String... cells) {
      return set(Setting.CELL, Domain.choice(cells));
    }

    /** Layers to stack, both bounds included. */
    public Builder layers(int low, int high) {
      return set(Setting.LAYERS, Domain.range(low, high));
    }

    /** Sizes to choose from. */
    public Builder units(int... units) {
      return set(Setting.UNITS, numbers(units));
    }

    /** Directions to choose from: {@code forward}, the default, or {@code both}. */
    public Builder directions(String... directions) {
      return set(Setting.DIRECTION, Domain.choice(directions));
    }

    /** Connections past a layer: {@code none}, the default, or {@code residual}. */
    public Builder skips(String... skips) {
      return set(Setting.SKIP, Domain.choice(skips));
    }

    /** Percentages of dropout after each layer: multiples of 10 up to 50; by default 0. */
    public Builder dropout(int... percent) {
      return set(Setting.DROPOUT, numbers(percent));
    }

    /** Ways to make a vector of a sequence: {@code last}, the default, {@code mean}, {@code max}. */
    public Builder summaries(String... summaries) {
      return set(Setting.SUMMARY, Domain.choice(summaries));
    }

    private static Domain numbers(int... values) {
      return Domain.choice(Arrays.stream(values).mapToObj(String::valueOf).toArray(String[]::new));
    }

    private Builder set(Setting setting, Domain domain) {
      settings.put(setting, domain);
      return this;
    }

    /**
     * Ends the description.
     *
     * @throws ConfigException with every mistake
     */
    public RecurrentSpaceSpec build() {
      DataBinding data = new DataBinding(input, outputs, Origin.named(name));
      Faults faults = new Faults();
      RecurrentSpaceSpec spec = complete(name, data, settings, faults);
      faults.check();
      return spec;
    }
  }

  /** With the defaults of what was left out; notes mistakes. */
  static RecurrentSpaceSpec complete(
      String name, DataBinding data, Map<Setting, Domain> given, Faults faults) {
    ImmutableMap.Builder<Setting, Domain> settings = ImmutableMap.builder();
    for (Setting setting : Setting.values()) {
      Domain domain = given.get(setting);
      if (domain == null) {
        if (setting.isNumber() && setting.usual == 0) {
          note(faults, data, setting, null, "is missing; must be given");
        }
        int usual = Math.max(1, setting.usual);
        domain =
            setting.isNumber()
                ? Domain.range(usual, usual)
                : Domain.choice(setting.words().get(0));
      }
      check(setting, domain, data, faults);
      settings.put(setting, setting.isNumber() ? plain(domain) : domain);
    }
    RecurrentSpaceSpec spec = new RecurrentSpaceSpec(name, data, settings.buildOrThrow());
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      faults.add(
          data.origin()
              .fault("name", name, "must consist of letters, digits, dots, dashes and underscores"));
    }
    checkInput(data, faults);
    return spec;
  }

  static void checkInput(DataBinding data, Faults faults) {
    Shape input = data.input();
    if (input instanceof Shape.Image || input instanceof Shape.Vector) {
      note(
          faults,
          data,
          "input",
          input.toString(),
          "must be a sequence or tokens; take a space of cells for images and vectors");
    }
  }

  /** One number is the same, however it was given. */
  private static Domain plain(Domain domain) {
    String first = domain.values().get(0);
    boolean single = domain.values().size() == 1 && first.matches(WHOLE);
    return single ? Domain.range(Integer.parseInt(first), Integer.parseInt(first)) : domain;
  }

  private static void check(Setting setting, Domain domain, DataBinding data, Faults faults) {
    for (String value : domain.values()) {
      if (setting.isNumber()) {
        if (!value.matches(WHOLE) || Integer.parseInt(value) > setting.most()) {
          note(
              faults,
              data,
              setting,
              value,
              "must be a whole number from 1 to %d".formatted(setting.most()));
        }
      } else if (!setting.words().contains(value)) {
        note(
            faults, data, setting, value, "must be one of " + String.join(", ", setting.words()));
      }
    }
  }

  private static void note(
      Faults faults, DataBinding data, Setting setting, @Nullable String value, String remedy) {
    note(faults, data, setting.key(), value, remedy);
  }

  /** Leaves out what may be a mere consequence of a mistake noted before. */
  private static void note(
      Faults faults, DataBinding data, String path, @Nullable String value, String remedy) {
    if (!faults.touch(data.origin().full(path))) {
      faults.add(data.origin().fault(path, value, remedy));
    }
  }
}
