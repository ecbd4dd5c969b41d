package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.Datasets;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.random.Seeds;
import dev.espalier.search.experiment.SpaceChoice;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.space.SearchSpace;
import dev.espalier.study.ConstrainedSpace;
import java.util.Arrays;
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
   * One architecture and what is known of its network without training; the network itself, far
   * larger, is not kept.
   *
   * @param hash canonical
   * @param costs of the live network, each metric once
   * @param declared cost of every declared layer
   * @param feasible whether it keeps to the constraints on costs
   */
  public record Sample(
      Architecture architecture,
      String hash,
      ImmutableMap<CostMetric, Long> costs,
      Cost declared,
      boolean feasible) {

    private static Sample of(
        NetworkSpace space, List<Constraint> constraints, Architecture architecture) {
      Network network = space.expand(architecture);
      ImmutableMap<CostMetric, Long> costs =
          Arrays.stream(CostMetric.values())
              .collect(Maps.toImmutableEnumMap(metric -> metric, m -> m.of(network)));
      boolean feasible =
          constraints.stream()
              .allMatch(
                  constraint ->
                      CostMetric.find(constraint.metric())
                          .map(metric -> constraint.allows((double) cost(costs, metric)))
                          .orElse(true));
      return new Sample(
          architecture, network.canonicalHash(), costs, network.declaredCost(), feasible);
    }

    /** A cost of the live network. */
    public long cost(CostMetric metric) {
      return cost(costs, metric);
    }

    private static long cost(ImmutableMap<CostMetric, Long> costs, CostMetric metric) {
      return costs.getOrDefault(metric, 0L);
    }
  }

  /**
   * Draws from a space, every open decision uniformly; expands what it drew on all processors.
   *
   * @param constraints those that are not on costs are left out of account
   * @param number of samples, at least 1
   * @param seed of the drawing; equal seeds give equal samples
   */
  public static SpaceSurvey of(
      NetworkSpace space, List<Constraint> constraints, int number, long seed) {
    return draw(space, space, constraints, number, seed);
  }

  /**
   * The same, but what does not keep to the constraints is drawn again, as a search does.
   *
   * @throws dev.espalier.study.InfeasibleSpaceException if none is found that does
   */
  public static SpaceSurvey within(
      NetworkSpace space, List<Constraint> constraints, int number, long seed) {
    return draw(space, ConstrainedSpace.of(space, constraints), constraints, number, seed);
  }

  private static SpaceSurvey draw(
      NetworkSpace space, SearchSpace drawn, List<Constraint> constraints, int number, long seed) {
    if (number < 1) {
      throw new IllegalArgumentException("number (%s) must be at least 1".formatted(number));
    }
    RandomGenerator random = Seeds.generator(seed);
    ImmutableList<Architecture> architectures =
        Stream.generate(() -> drawn.sample(random))
            .limit(number)
            .collect(ImmutableList.toImmutableList());
    return new SpaceSurvey(
        space,
        architectures.parallelStream()
            .map(architecture -> Sample.of(space, constraints, architecture))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * A space bound to data.
   *
   * @throws IllegalArgumentException if it does not fit them
   */
  public static NetworkSpace bind(SpaceChoice space, DatasetSpec data) {
    Dataset dataset = Datasets.load(data);
    return space
        .forTask(Tasks.of(dataset))
        .bind(InputShapes.of(dataset.shape()), dataset.searchData().outputs());
  }

  /** Share of the samples that keep to the constraints, in [0, 1]. */
  public double feasible() {
    return (double) samples.stream().filter(Sample::feasible).count() / samples.size();
  }

  /** A cost of the samples in ascending order. */
  public ImmutableList<Long> sorted(CostMetric metric) {
    return samples.stream()
        .map(sample -> sample.cost(metric))
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
      // An encoding holds no comma and no quote: Domain sees to it.
      lines.add(
          "%s,%s,%s,%s,%s,%s,%s"
              .formatted(
                  sample.architecture().encoding(),
                  sample.hash(),
                  sample.cost(CostMetric.PARAMS),
                  sample.cost(CostMetric.MACS),
                  sample.cost(CostMetric.FLOPS),
                  sample.declared().params(),
                  sample.declared().macs()));
    }
    return lines.build();
  }
}
