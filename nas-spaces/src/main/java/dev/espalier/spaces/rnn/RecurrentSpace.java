package dev.espalier.spaces.rnn;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Add;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Embedding;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Recurrent;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.config.ConfigException;
import dev.espalier.spaces.config.Faults;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec.Setting;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A search space of stacked recurrent networks: an embedding of tokens, layers of one kind and width on top of each other,
 * dropout after each, a vector made of the last one's sequence, and a dense layer. Immutable and
 * thread-safe.
 *
 * <p>Its decisions are the settings of the {@link RecurrentSpaceSpec} that are open, by their
 * names; {@code skip} is one for each layer but the first, {@code l1.skip} of the second layer and
 * so on, open where there is that layer.
 */
public final class RecurrentSpace implements NetworkSpace {
  private final RecurrentSpaceSpec spec;
  private final Shape input;
  private final DecisionSpace decisions;

  private RecurrentSpace(RecurrentSpaceSpec spec, Shape input) {
    this.spec = spec;
    this.input = input;
    this.decisions = decisions(spec, input instanceof Shape.Tokens);
  }

  /**
   * A space that a description was bound to data for.
   *
   * @throws ConfigException if input or outputs are missing, or the input is no sequence
   */
  public static RecurrentSpace of(RecurrentSpaceSpec spec) {
    Faults faults = new Faults();
    spec.data().requireBound(faults);
    RecurrentSpaceSpec.checkInput(spec.data(), faults);
    faults.check();
    return new RecurrentSpace(
        spec, Objects.requireNonNull(spec.data().input(), "checked above"));
  }

  private static DecisionSpace decisions(RecurrentSpaceSpec spec, boolean tokens) {
    ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
    for (Setting setting : Setting.values()) {
      Domain domain = spec.domain(setting);
      if (domain.values().size() == 1 || (setting == Setting.EMBEDDING && !tokens)) {
        continue;
      }
      if (setting == Setting.SKIP) {
        addSkips(decisions, spec, domain);
      } else {
        decisions.add(Decision.of(setting.key(), domain));
      }
    }
    return DecisionSpace.of(spec.name(), decisions.build());
  }

  private static void addSkips(
      ImmutableList.Builder<Decision> decisions, RecurrentSpaceSpec spec, Domain skips) {
    ImmutableList<String> depths = spec.domain(Setting.LAYERS).values();
    int lowest = depths.stream().mapToInt(Integer::parseInt).min().orElseThrow();
    int highest = depths.stream().mapToInt(Integer::parseInt).max().orElseThrow();
    for (int layer = 1; layer < highest; layer++) {
      Condition condition =
          layer < lowest
              ? Condition.always()
              : Condition.atLeast(Setting.LAYERS.key(), layer + 1);
      decisions.add(Decision.of(skip(layer), Setting.SKIP.key(), skips, condition));
    }
  }

  private static String skip(int layer) {
    return "l%d.skip".formatted(layer);
  }

  /** What the space was made from. */
  public RecurrentSpaceSpec spec() {
    return spec;
  }

  /** All decisions, open or not, in order. */
  public ImmutableList<Decision> decisions() {
    return decisions.decisions();
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public String hash() {
    return spec.hash();
  }

  @Override
  public BigInteger size() {
    return decisions.size();
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return decisions.sample(random);
  }

  @Override
  public Architecture mutate(Architecture architecture, RandomGenerator random) {
    return decisions.mutate(architecture, random);
  }

  @Override
  public Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    return decisions.cross(first, second, random);
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return decisions.neighbours(architecture);
  }

  @Override
  public double[] encode(Architecture architecture) {
    return decisions.encode(architecture);
  }

  @Override
  public Architecture check(Architecture architecture) {
    return decisions.check(architecture);
  }

  /** Weight keys say the place: {@code l1.rnn} is the second layer, {@code logits} the last. */
  @Override
  public Network expand(Architecture architecture) {
    Architecture checked = check(architecture);
    Recurrent layer =
        new Recurrent(
            Recurrent.Cell.valueOf(value(checked, Setting.CELL).toUpperCase(Locale.ROOT)),
            Integer.parseInt(value(checked, Setting.UNITS)),
            value(checked, Setting.DIRECTION).equals("both"));
    int percent = Integer.parseInt(value(checked, Setting.DROPOUT));
    Network.Builder network = Network.builder(input);
    int x = 0;
    if (input instanceof Shape.Tokens) {
      int width = Integer.parseInt(value(checked, Setting.EMBEDDING));
      x = network.add("embedding", new Embedding(width), x);
    }
    int depth = Integer.parseInt(value(checked, Setting.LAYERS));
    for (int i = 0; i < depth; i++) {
      int before = x;
      x = network.add("l%d.rnn".formatted(i), layer, x);
      if (percent > 0) {
        x = network.add("l%d.dropout".formatted(i), new Dropout(percent / 100.0), x);
      }
      if (i > 0 && skips(checked, i)) {
        x = network.add("l%d.sum".formatted(i), new Add(), before, x);
      }
    }
    x =
        switch (value(checked, Setting.SUMMARY)) {
          case "mean" -> network.add("summary", new GlobalPool(Pooling.AVERAGE), x);
          case "max" -> network.add("summary", new GlobalPool(Pooling.MAX), x);
          default -> network.add("summary", new LastStep(), x);
        };
    network.add("logits", Dense.of(spec.data().outputs()), x);
    return network.build();
  }

  @Override
  public String draw(Architecture architecture) {
    Architecture checked = check(architecture);
    StringBuilder text = new StringBuilder("input %s\n".formatted(input));
    for (int i = 0; i < Integer.parseInt(value(checked, Setting.LAYERS)); i++) {
      text.append(
          " -> %s %s%s%s\n"
              .formatted(
                  value(checked, Setting.CELL),
                  value(checked, Setting.UNITS),
                  value(checked, Setting.DIRECTION).equals("both") ? ", both directions" : "",
                  i > 0 && skips(checked, i) ? ", plus its input" : ""));
    }
    return text.append(
            " -> %s of the steps -> %d outputs\n"
                .formatted(value(checked, Setting.SUMMARY), spec.data().outputs()))
        .toString();
  }

  private boolean skips(Architecture architecture, int layer) {
    ImmutableList<String> values = spec.domain(Setting.SKIP).values();
    String value = values.size() == 1 ? values.get(0) : architecture.text(skip(layer));
    return value.equals("residual");
  }

  private String value(Architecture architecture, Setting setting) {
    ImmutableList<String> values = spec.domain(setting).values();
    return values.size() == 1 ? values.get(0) : architecture.text(setting.key());
  }
}
