package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.Fault;
import dev.espalier.config.Faults;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import java.util.Optional;

/** How a sequence becomes the vector that the last dense layer reads, or that there is none. */
public final class Summary {
  /** No vector: the last dense layer reads each step, as language models need. */
  public static final String EACH_STEP = "each_step";

  private Summary() {}

  /**
   * Adds the layer of a name in files: {@code last}, {@code mean} or {@code max}; for {@link
   * #EACH_STEP} there is none.
   *
   * @param x id of the sequence
   * @return id of what the last dense layer reads
   */
  public static int add(Network.Builder network, String name, int x) {
    return name.equals(EACH_STEP) ? x : network.add("summary", layer(name), x);
  }

  private static Layer layer(String name) {
    return switch (name) {
      case "last" -> new LastStep();
      case "mean" -> new GlobalPool(Pooling.AVERAGE);
      case "max" -> new GlobalPool(Pooling.MAX);
      default ->
          throw new IllegalArgumentException(
              "summary '%s' must be one of last, mean, max, %s".formatted(name, EACH_STEP));
    };
  }

  /** The end of the road in a drawing. */
  public static ImmutableList<String> stages(String name, int outputs) {
    return name.equals(EACH_STEP)
        ? ImmutableList.of("%s outputs at each step".formatted(outputs))
        : ImmutableList.of("%s of the steps".formatted(name), "%s outputs".formatted(outputs));
  }

  /** Whether all networks put out something at each step. */
  public static boolean isEachStep(Options options, Option summary) {
    return options.domain(summary).values().contains(EACH_STEP);
  }

  /** Notes a space of which only some networks put out something at each step. */
  public static void check(Description description, Option summary, Faults faults) {
    if (isEachStep(description.options(), summary) && description.options().isOpen(summary)) {
      description.fault(
          faults,
          summary.key(),
          String.join(", ", description.options().domain(summary).values()),
          "must be %s alone, or do without it: networks of one space put out one shape"
              .formatted(EACH_STEP));
    }
  }

  /** See {@link SpaceSpec#misfit}. */
  public static Optional<Fault> misfit(Description description, Option summary, boolean eachStep) {
    if (isEachStep(description.options(), summary) == eachStep) {
      return Optional.empty();
    }
    return Optional.of(
        description
            .data()
            .origin()
            .fault(
                summary.key(),
                String.join(", ", description.options().domain(summary).values()),
                eachStep
                    ? "must be %s, as a language model predicts a token at each step"
                        .formatted(EACH_STEP)
                    : "must be another: only language models predict something at each step"));
  }
}
