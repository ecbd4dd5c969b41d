package dev.espalier.eval.sharing;

import dev.espalier.eval.lower.LearningRates;
import dev.espalier.network.Network;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.LongStream;

/** At which rate each path is trained, and with whose momentum. Immutable. */
final class Pacing {
  /** Networks that tell how dear one is among all. */
  private static final int SAMPLE = 200;

  private final LearningRates rates;
  private final double learningRate;
  private final PathTuning tuning;

  /** Of the networks looked at, from the cheapest to the dearest. */
  private final long[] macs;

  /**
   * Of a training.
   *
   * @param steps for which the schedule of learning rates is laid out
   * @param sampler draws the networks among which a path is cheap or dear
   */
  Pacing(
      Recipe recipe,
      long steps,
      PathTuning tuning,
      PathSampler sampler,
      Function<Architecture, Network> networks) {
    this.rates = new LearningRates(recipe, steps);
    this.learningRate = recipe.learningRate();
    this.tuning = tuning;
    this.macs =
        tuning.costDecay() == 0.0
            ? new long[0]
            : LongStream.iterate(0, step -> step + 1)
                .boxed()
                .flatMap(step -> sampler.paths(step).stream())
                .limit(SAMPLE)
                .map(networks)
                .mapToLong(network -> network.cost().macs())
                .toArray();
  }

  /**
   * A path of a step.
   *
   * @param step from 0 upwards
   * @param graph of the network, closed with the path
   */
  Path path(Architecture architecture, Network network, PathGraph graph, long step) {
    return new Path(
        architecture,
        graph,
        architecture.values().getOrDefault(tuning.momentumBy(), ""),
        rate(step, network));
  }

  private double rate(long step, Network network) {
    double rate = rates.at(step);
    if (tuning.costDecay() == 0.0 || rates.isWarmup(step)) {
      return rate;
    }
    double decay = 1 + tuning.costDecay() * (1 - 2 * rank(network.cost().macs()));
    return learningRate * Math.pow(rate / learningRate, decay);
  }

  /** Share of the networks that cost less, those that cost the same counted half, in [0, 1]. */
  private double rank(long own) {
    long less = Arrays.stream(macs).filter(cost -> cost < own).count();
    long same = Arrays.stream(macs).filter(cost -> cost == own).count();
    return (less + same / 2.0) / macs.length;
  }
}
