package dev.espalier.recipe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;

/** How the learning rate goes down while training; progress runs from 0 to 1. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = Schedule.Step.class, name = "step"),
  @JsonSubTypes.Type(value = Schedule.Exponential.class, name = "exponential")
})
public sealed interface Schedule {

  /** All names. */
  static ImmutableList<String> names() {
    return ImmutableList.of("cosine", "constant", "step", "exponential");
  }

  /** Its name in files, one of {@link #names}. */
  String name();

  /** Calls the visitor's case for this schedule. */
  <R> R accept(Visitor<R> visitor);

  /** One case a schedule: the compiler names those that a new one is missing. */
  interface Visitor<R> {
    R constant(Constant schedule);

    R cosine(Cosine schedule);

    R step(Step schedule);

    R exponential(Exponential schedule);
  }

  /**
   * Share of the learning rate.
   *
   * @param progress steps done after warm-up over all steps after warm-up, in [0, 1]
   * @return in [0, 1]
   */
  double factor(double progress);

  /** Always the same. */
  record Constant() implements Schedule {
    @Override
    public String name() {
      return "constant";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }

    @Override
    public double factor(double progress) {
      return 1.0;
    }
  }

  /** Half a cosine down to zero (Loshchilov and Hutter 2017, without restarts). */
  record Cosine() implements Schedule {
    @Override
    public String name() {
      return "cosine";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cosine(this);
    }

    @Override
    public double factor(double progress) {
      return 0.5 * (1.0 + Math.cos(Math.PI * progress));
    }
  }

  /**
   * Multiplied by {@code decay} at each of {@code drops} evenly spaced points.
   *
   * @param drops at least 1
   * @param decay in (0, 1)
   */
  record Step(int drops, double decay) implements Schedule {
    public Step {
      if (drops < 1) {
        throw new IllegalArgumentException("drops (%s) must be at least 1".formatted(drops));
      }
      requireDecay(decay);
    }

    /** A tenth of the rate after a third of the steps, a hundredth after two. */
    public static Step standard() {
      return new Step(2, 0.1);
    }

    @Override
    public String name() {
      return "step";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.step(this);
    }

    @Override
    public double factor(double progress) {
      return Math.pow(decay, Math.min(drops, Math.floor(progress * (drops + 1))));
    }
  }

  /**
   * A straight line on a logarithmic scale, down to {@code decay} at the end.
   *
   * @param decay in (0, 1)
   */
  record Exponential(double decay) implements Schedule {
    public Exponential {
      requireDecay(decay);
    }

    /** Down to a hundredth. */
    public static Exponential standard() {
      return new Exponential(0.01);
    }

    @Override
    public String name() {
      return "exponential";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exponential(this);
    }

    @Override
    public double factor(double progress) {
      return Math.pow(decay, progress);
    }
  }

  private static void requireDecay(double decay) {
    if (!(decay > 0.0 && decay < 1.0)) {
      throw new IllegalArgumentException("decay (%s) must lie in (0, 1)".formatted(decay));
    }
  }
}
