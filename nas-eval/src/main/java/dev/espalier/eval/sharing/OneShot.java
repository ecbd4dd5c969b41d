package dev.espalier.eval.sharing;

import dev.espalier.space.SearchSpace;
import java.util.Locale;

/**
 * How weights are trained before and while networks are scored by them.
 *
 * @param paths which networks a step trains
 * @param epochs passes over the training split that they take together, at least 1; the schedule of
 *     learning rates is laid out for them
 * @param warmup those of the passes that are taken by uniform paths before the first trial; with
 *     other paths than a controller's, 0
 * @param steps batches that each trial trains its network on, with a controller's paths
 * @param tuning options of how paths are trained
 */
public record OneShot(Paths paths, int epochs, int warmup, int steps, PathTuning tuning) {

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
    },
    /**
     * What the strategy proposes: every trial trains its network for some steps, then scores it, as
     * in ENAS (Pham et al. 2018); before the first trial, uniform ones.
     */
    CONTROLLER {
      @Override
      PathSampler sampler(SearchSpace space, long seed) {
        return new UniformPaths(space, seed);
      }
    };

    abstract PathSampler sampler(SearchSpace space, long seed);
  }

  public OneShot {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs (%s) must be at least 1".formatted(epochs));
    }
    if (paths != Paths.CONTROLLER && warmup > 0) {
      throw new IllegalArgumentException(
          "warmup (%s) comes before a controller's paths; with %s paths it must be 0"
              .formatted(warmup, paths.name().toLowerCase(Locale.ROOT)));
    }
    if (warmup < 0 || warmup > epochs) {
      throw new IllegalArgumentException(
          "warmup (%s) must lie between 0 and epochs (%s)".formatted(warmup, epochs));
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps (%s) must be at least 1".formatted(steps));
    }
  }

  /** Before the first trial only. */
  public static OneShot of(Paths paths, int epochs) {
    return new OneShot(paths, epochs, 0, 1, PathTuning.NONE);
  }

  /** Draws what a step trains before the first trial. */
  PathSampler sampler(SearchSpace space, long seed) {
    PathSampler sampler = paths.sampler(space, seed);
    return tuning.sandwich() ? new SandwichPaths(sampler, space) : sampler;
  }

  /** Whether trials go on training. */
  boolean trainsOn() {
    return paths == Paths.CONTROLLER;
  }

  /** Passes before the first trial. */
  int passesBefore() {
    return trainsOn() ? warmup : epochs;
  }
}
