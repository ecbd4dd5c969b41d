package dev.espalier.eval.sharing;

import dev.espalier.space.SearchSpace;
import java.util.Locale;

/**
 * How weights are trained before networks are scored by them.
 *
 * @param paths which networks a step trains
 * @param epochs passes over the training split that they take together, at least 1
 */
public record OneShot(Paths paths, int epochs) {

  /** Which networks a step trains. */
  public enum Paths {
    /** One, drawn from the space (Guo et al. 2020). */
    UNIFORM {
      @Override
      PathSampler sampler(SearchSpace space, long seed) {
        return new UniformPaths(space, seed);
      }
    },
    /**
     * As many as an operation has alternatives, each alternative once (FairNAS, Chu et al. 2021).
     */
    FAIR {
      @Override
      PathSampler sampler(SearchSpace space, long seed) {
        return new FairPaths(space, seed);
      }
    };

    abstract PathSampler sampler(SearchSpace space, long seed);
  }

  public OneShot {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs (%s) must be at least 1".formatted(epochs));
    }
  }

  /** As files spell it: {@code uniform} or {@code fair}. */
  static OneShot of(String paths, int epochs) {
    return new OneShot(Paths.valueOf(paths.toUpperCase(Locale.ROOT)), epochs);
  }
}
