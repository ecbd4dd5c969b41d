package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.network.Network;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Architectures of a space drawn at random, with what they cost. Immutable.
 *
 * @param space that they are of
 * @param samples in the order of their drawing
 */
public record SpaceSurvey(NetworkSpace space, ImmutableList<Sample> samples) {

  /**
   * One architecture.
   *
   * @param network that it stands for
   * @param feasible whether it keeps to the constraints on costs
   */
  public record Sample(Architecture architecture, Network network, boolean feasible) {}

  /**
   * Draws from a space, every open decision uniformly.
   *
   * @param constraints those that are not on costs are left out of account
   * @param number of samples, at least 1
   * @param seed of the drawing; equal seeds give equal samples
   */
  public static SpaceSurvey of(
      NetworkSpace space, List<Constraint> constraints, int number, long seed) {
    if (number < 1) {
      throw new IllegalArgumentException("number (%d) must be at least 1".formatted(number));
    }
    RandomGenerator random = Seeds.generator(seed);
    return new SpaceSurvey(
        space,
        Stream.generate(() -> space.sample(random))
            .limit(number)
            .map(
                architecture -> {
                  Network network = space.expand(architecture);
                  return new Sample(architecture, network, keeps(network, constraints));
                })
            .collect(ImmutableList.toImmutableList()));
  }

  private static boolean keeps(Network network, List<Constraint> constraints) {
    ImmutableMap<String, Double> costs = CostMetric.all(network);
    return constraints.stream()
        .allMatch(
            constraint -> {
              Double cost = costs.get(constraint.metric());
              return cost == null || constraint.allows(cost);
            });
  }

  /**
   * A space bound to data.
   *
   * @throws IllegalArgumentException if it does not fit them
   */
  public static NetworkSpace bind(SpaceChoice space, DatasetSpec data) {
    Dataset dataset = Datasets.load(data);
    return space.bind(InputShapes.of(dataset.shape()), dataset.searchData().outputs());
  }

  /** Share of the samples that keep to the constraints, in [0, 1]. */
  public double feasible() {
    return (double) samples.stream().filter(Sample::feasible).count() / samples.size();
  }

  /** A cost of the samples in ascending order. */
  public ImmutableList<Long> sorted(CostMetric metric) {
    return samples.stream()
        .map(sample -> metric.of(sample.network()))
        .sorted()
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * A line a sample under a header: the encoding, the canonical hash, params and MACs of the live
   * network, and those of every declared layer.
   */
  public ImmutableList<String> csv() {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("encoding,canonical_hash,params,macs,flops,declared_params,declared_macs");
    for (Sample sample : samples) {
      Network network = sample.network();
      // An encoding holds no comma and no quote: Domain sees to it.
      lines.add(
          "%s,%s,%d,%d,%d,%d,%d"
              .formatted(
                  sample.architecture().encoding(),
                  network.canonicalHash(),
                  network.cost().params(),
                  network.cost().macs(),
                  network.cost().flops(),
                  network.declaredCost().params(),
                  network.declaredCost().macs()));
    }
    return lines.build();
  }
}
