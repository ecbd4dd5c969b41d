package dev.espalier.eval.sharing;

import com.google.common.collect.ImmutableList;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;

/**
 * One architecture a step, drawn from the space (Guo et al., <i>Single Path One-Shot Neural
 * Architecture Search with Uniform Sampling</i>, ECCV 2020).
 */
record UniformPaths(SearchSpace space, long seed) implements PathSampler {
  @Override
  public int pathsAStep() {
    return 1;
  }

  @Override
  public ImmutableList<Architecture> paths(long step) {
    return ImmutableList.of(space.sample(Seeds.generator(seed, "path", step)));
  }
}
