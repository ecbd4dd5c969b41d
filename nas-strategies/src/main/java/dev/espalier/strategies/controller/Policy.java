package dev.espalier.strategies.controller;

import java.util.function.Supplier;

/**
 * How probable each option of each decision is. Decisions are gone through in the order of the
 * space; those that are not open are passed over. Not thread-safe.
 */
interface Policy {
  /** One passage through the decisions. */
  interface Rollout {
    /** Logits of the options of a decision, given what was chosen before. */
    double[] logits(int decision);

    /** Notes what was chosen. */
    void choose(int decision, int option);

    /**
     * Adds the gradient of what is to be made greater.
     *
     * @param ascent by the logits of each decision; null where it was not open
     */
    void ascend(double[][] ascent);
  }

  /** Runs what uses a rollout, or takes a step; nothing of a rollout outlives it. */
  <T> T within(Supplier<T> work);

  /** Starts at the first decision. */
  Rollout begin();

  /** Takes the step that the gradients since the last one say. */
  void step();

  /** What kind of policy it is, with what its parameters depend on beside the options. */
  String kind();

  /** All that it has learned. */
  double[] parameters();

  /** Makes it as one whose {@link #parameters} these are, equally many. */
  void restore(double[] parameters);
}
