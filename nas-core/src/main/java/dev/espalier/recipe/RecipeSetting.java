package dev.espalier.recipe;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.space.Domain;
import dev.espalier.space.FloatRange;
import java.util.List;
import java.util.Optional;

/** A number or a yes or no of a {@link Recipe}, or of its optimizer or schedule. */
public enum RecipeSetting {
  MOMENTUM("momentum", Kind.REAL, 0.0, Bounds.BELOW_ONE, "nesterov"),
  BETA1("beta1", Kind.REAL, 0.0, Bounds.BELOW_ONE, "adam"),
  BETA2("beta2", Kind.REAL, 0.0, Bounds.BELOW_ONE, "adam"),
  EPSILON("epsilon", Kind.REAL, Bounds.ABOVE_ZERO, 1.0, "adam"),
  LEARNING_RATE("learningRate", Kind.REAL, Bounds.ABOVE_ZERO, Bounds.LARGEST),
  DROPS("drops", Kind.WHOLE, 1.0, 1_000.0, "step"),
  DECAY("decay", Kind.REAL, Bounds.ABOVE_ZERO, Bounds.BELOW_ONE, "step", "exponential"),
  WARMUP_FRACTION("warmupFraction", Kind.REAL, 0.0, Bounds.BELOW_ONE),
  BATCH_SIZE("batchSize", Kind.WHOLE, 1.0, 65_536.0),
  L1("l1", Kind.REAL, 0.0, Bounds.LARGEST),
  L2("l2", Kind.REAL, 0.0, Bounds.LARGEST),
  DROPOUT("dropout", Kind.REAL, 0.0, Bounds.BELOW_ONE),
  LABEL_SMOOTHING("labelSmoothing", Kind.REAL, 0.0, Bounds.BELOW_ONE),
  GRADIENT_CLIP("gradientClip", Kind.REAL, 0.0, Bounds.LARGEST),
  BALANCE_CLASSES("balanceClasses", Kind.YES_NO, 0.0, 1.0),
  TBPTT("tbptt", Kind.YES_NO, 0.0, 1.0);

  private final String key;
  private final Kind kind;
  private final double least;
  private final double most;
  private final ImmutableSet<String> owners;

  RecipeSetting(String key, Kind kind, double least, double most, String... owners) {
    this.key = key;
    this.kind = kind;
    this.least = least;
    this.most = most;
    this.owners = ImmutableSet.copyOf(owners);
  }

  /** What its values are. */
  public enum Kind {
    /** Any number between the bounds. */
    REAL,
    /** A whole number between the bounds. */
    WHOLE,
    /** {@code true} or {@code false}. */
    YES_NO
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  public Kind kind() {
    return kind;
  }

  /** Smallest number that it may be, included. */
  public double least() {
    return least;
  }

  /** Largest number that it may be, included. */
  public double most() {
    return most;
  }

  /**
   * Names of the optimizers, or of the schedules, that it means something to; empty if it does not
   * depend on them.
   */
  public ImmutableSet<String> owners() {
    return owners;
  }

  /** Whether {@link #owners} are schedules, not optimizers. */
  public boolean isOfSchedule() {
    return !owners.isEmpty() && Schedule.names().containsAll(owners);
  }

  /** Names of the choices that might own it: schedules, or else optimizers. */
  ImmutableList<String> possibleOwners(List<Optimizer> optimizers, List<Schedule> schedules) {
    return isOfSchedule()
        ? RecipeDecisions.names(schedules, Schedule::name)
        : RecipeDecisions.names(optimizers, Optimizer::name);
  }

  /** What keeps a domain from being searched for this setting, if anything does. */
  public Optional<String> misfit(Domain domain) {
    if (domain instanceof FloatRange range) {
      return kind == Kind.REAL && range.low() >= least && range.high() <= most
          ? Optional.empty()
          : refused(range.describe());
    }
    if (!(domain instanceof Domain.Choice || domain instanceof Domain.IntRange)) {
      return refused(domain.describe());
    }
    for (String value : domain.values()) {
      if (!allows(value)) {
        return refused(value);
      }
    }
    return Optional.empty();
  }

  private Optional<String> refused(String values) {
    return Optional.of("%s (%s) must be %s".formatted(key, values, remedy()));
  }

  private String remedy() {
    return switch (kind) {
      case REAL ->
          "numbers from %s to %s, written like 0.001"
              .formatted(FloatRange.text(least), FloatRange.text(most));
      case WHOLE -> "whole numbers from %s to %s".formatted((long) least, (long) most);
      case YES_NO -> "true or false";
    };
  }

  private boolean allows(String value) {
    return switch (kind) {
      case REAL -> isWithin(value) && FloatRange.text(Double.parseDouble(value)).equals(value);
      case WHOLE -> value.matches("[1-9][0-9]{0,8}") && isWithin(value);
      case YES_NO -> value.equals("true") || value.equals("false");
    };
  }

  private boolean isWithin(String value) {
    if (!value.matches("[0-9.]{1,25}(E[-+][0-9]{1,3})?")) {
      return false;
    }
    try {
      double number = Double.parseDouble(value);
      return number >= least && number <= most;
    } catch (NumberFormatException severalDots) {
      return false;
    }
  }

  /** What recipes are checked against, told to people who set a value. */
  private static final class Bounds {
    static final double ABOVE_ZERO = 1e-12;
    static final double BELOW_ONE = 0x1.fffffffffffffp-1;
    static final double LARGEST = 1e6;
  }
}
