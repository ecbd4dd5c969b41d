package dev.espalier.search;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.SpaceSize;

/**
 * What a search will take, told by a few trainings of typical networks.
 *
 * @param size of the space
 * @param drawn networks that were drawn to see what they cost
 * @param feasible share of them that keeps to the constraints on costs
 * @param workers trials side by side, which the times allow for
 * @param probes the trainings that it is told by, from cheap to dear
 * @param trialSeconds mean of a trial
 * @param trials that the budget allows
 * @param searchSeconds wall clock of the search itself, at most the minutes of the budget
 * @param finalTrainings trainings at length: candidates, winner, reference networks
 * @param finalSeconds wall clock of the final stage
 * @param memory bytes that the process will hold
 * @param disk bytes of the study's folder
 */
public record Estimate(
    SpaceSize size,
    int drawn,
    double feasible,
    int workers,
    ImmutableList<Probe> probes,
    double trialSeconds,
    int trials,
    double searchSeconds,
    int finalTrainings,
    double finalSeconds,
    long memory,
    long disk) {

  /**
   * A training.
   *
   * @param macs multiply-accumulates of the network
   * @param seconds of a whole trial, with as many beside it as there are workers
   */
  public record Probe(long macs, double seconds) {}

  /** Wall clock of all. */
  public double seconds() {
    return searchSeconds + finalSeconds;
  }
}
