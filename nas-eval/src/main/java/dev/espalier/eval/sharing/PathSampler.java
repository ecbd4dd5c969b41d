package dev.espalier.eval.sharing;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;

/**
 * Which networks a step of one-shot training trains. Depends on the number of the step alone, so
 * that a training can be gone on with anywhere. Thread-safe.
 */
interface PathSampler {

  /** Networks that one step trains together. */
  int pathsAStep();

  /**
   * The networks of a step.
   *
   * @param step from 0 upwards
   */
  ImmutableList<Architecture> paths(long step);
}
