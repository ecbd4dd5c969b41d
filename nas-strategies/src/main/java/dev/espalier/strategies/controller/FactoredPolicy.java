package dev.espalier.strategies.controller;

import java.util.Arrays;
import java.util.function.Supplier;

/** Each decision by itself: its options have logits that do not depend on other decisions. */
final class FactoredPolicy implements Policy {
  private final int[] starts;
  private final double[] logits;
  private final double[] gradient;
  private final double learningRate;

  /**
   * A policy by which all options are equally probable.
   *
   * @param learningRate of plain gradient ascent
   */
  FactoredPolicy(Options options, double learningRate) {
    this.starts = new int[options.decisions() + 1];
    for (int d = 0; d < options.decisions(); d++) {
      starts[d + 1] = starts[d] + options.count(d);
    }
    this.logits = new double[starts[options.decisions()]];
    this.gradient = new double[logits.length];
    this.learningRate = learningRate;
  }

  @Override
  public <T> T within(Supplier<T> work) {
    return work.get();
  }

  @Override
  public Rollout begin() {
    return new Rollout() {
      @Override
      public double[] logits(int decision) {
        return Arrays.copyOfRange(logits, starts[decision], starts[decision + 1]);
      }

      @Override
      public void choose(int decision, int option) {}

      @Override
      public void ascend(double[][] ascent) {
        for (int d = 0; d < ascent.length; d++) {
          for (int i = 0; ascent[d] != null && i < ascent[d].length; i++) {
            gradient[starts[d] + i] += ascent[d][i];
          }
        }
      }
    };
  }

  @Override
  public String kind() {
    return "factored";
  }

  @Override
  public void step() {
    for (int i = 0; i < logits.length; i++) {
      logits[i] += learningRate * gradient[i];
      gradient[i] = 0.0;
    }
  }

  @Override
  public double[] parameters() {
    return logits.clone();
  }

  @Override
  public void restore(double[] parameters) {
    System.arraycopy(parameters, 0, logits, 0, logits.length);
  }
}
