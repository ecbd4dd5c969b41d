package dev.espalier.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How to train a network, apart from how long.
 *
 * @param optimizer the update rule
 * @param learningRate largest step size, above 0
 * @param schedule how the learning rate goes down
 * @param warmupFraction share of all steps over which the learning rate rises from zero, in [0, 1)
 * @param batchSize examples a step, at least 1
 * @param l1 weight of the sum of absolute weights in the loss, not negative; biases and batch norm
 *     are left alone
 * @param l2 weight of half the sum of squared weights in the loss, not negative
 * @param dropout probability with which an input of the last layer is dropped, in [0, 1)
 * @param labelSmoothing share of the label spread over all classes, in [0, 1); classification only
 * @param gradientClip largest L2 norm of a layer's gradient; 0 for no limit
 * @param balanceClasses whether rare classes weigh more, inversely to their frequency;
 *     classification only
 * @param tbptt whether the windows of a text are learned in their order, and recurrent layers begin
 *     each in the state that the one before ended in (truncated backpropagation through time,
 *     Williams and Peng 1990); language models only
 * @param augment random changes to the training examples, no name twice; empty for none. Their
 *     order means nothing
 */
public record Recipe(
    Optimizer optimizer,
    double learningRate,
    Schedule schedule,
    double warmupFraction,
    int batchSize,
    double l1,
    double l2,
    double dropout,
    double labelSmoothing,
    double gradientClip,
    boolean balanceClasses,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean tbptt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Augmentation> augment) {
  public Recipe {
    require(learningRate > 0.0 && learningRate < 1e6, "learningRate", learningRate, "be above 0");
    requireFraction("warmupFraction", warmupFraction);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize (%s) must be at least 1".formatted(batchSize));
    }
    requireNotNegative("l1", l1);
    requireNotNegative("l2", l2);
    requireFraction("dropout", dropout);
    requireFraction("labelSmoothing", labelSmoothing);
    requireNotNegative("gradientClip", gradientClip);
    augment = List.copyOf(augment);
    requireDistinct(augment);
  }

  /**
   * Nesterov momentum 0.9, learning rate 0.05 on a cosine after a tenth of the steps of warm-up
   * (Goyal et al. 2017, section 2.2), batches of 64, L2 of 3e-4.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts from this recipe. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.optimizer = optimizer;
    builder.learningRate = learningRate;
    builder.schedule = schedule;
    builder.warmupFraction = warmupFraction;
    builder.batchSize = batchSize;
    builder.l1 = l1;
    builder.l2 = l2;
    builder.dropout = dropout;
    builder.labelSmoothing = labelSmoothing;
    builder.gradientClip = gradientClip;
    builder.balanceClasses = balanceClasses;
    builder.tbptt = tbptt;
    builder.augment = ImmutableList.copyOf(augment);
    return builder;
  }

  /**
   * First 12 hex digits of the SHA-256 of all fields; of recipes that train alike, so without
   * regard to the order of the augmentations.
   */
  public String hash() {
    String text =
        String.join(
            ";",
            "optimizer=" + optimizer,
            "learningRate=" + learningRate,
            "schedule=" + schedule,
            "warmupFraction=" + warmupFraction,
            "batchSize=" + batchSize,
            "l1=" + l1,
            "l2=" + l2,
            "dropout=" + dropout,
            "labelSmoothing=" + labelSmoothing,
            "gradientClip=" + gradientClip,
            "balanceClasses=" + balanceClasses);
    // Only where they are set, so that recipes keep the hash that they had before there were these.
    if (tbptt) {
      text += ";tbptt=true";
    }
    if (!augment.isEmpty()) {
      text += ";augment=" + inOrder(augment);
    }
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString().substring(0, 12);
  }

  private static List<Augmentation> inOrder(List<Augmentation> augment) {
    return augment.stream()
        .sorted(Comparator.comparingInt(each -> Augmentation.names().indexOf(each.name())))
        .toList();
  }

  private static void requireDistinct(List<Augmentation> augment) {
    Set<String> names = new HashSet<>();
    for (Augmentation each : augment) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException(
            "augment lists %s twice; each may be there once".formatted(each.name()));
      }
    }
  }

  private static void require(boolean condition, String name, double value, String what) {
    if (!condition) {
      throw new IllegalArgumentException("%s (%s) must %s".formatted(name, value, what));
    }
  }

  private static void requireFraction(String name, double value) {
    require(value >= 0.0 && value < 1.0, name, value, "lie in [0, 1)");
  }

  private static void requireNotNegative(String name, double value) {
    require(value >= 0.0 && value < Double.POSITIVE_INFINITY, name, value, "not be negative");
  }

  /** Sets one field at a time. Not thread-safe. */
  public static final class Builder {
    private Optimizer optimizer = new Optimizer.Nesterov(0.9);
    private double learningRate = 0.05;
    private Schedule schedule = new Schedule.Cosine();
    private double warmupFraction = 0.1;
    private int batchSize = 64;
    private double l1;
    private double l2 = 3e-4;
    private double dropout;
    private double labelSmoothing;
    private double gradientClip;
    private boolean balanceClasses;
    private boolean tbptt;
    private ImmutableList<Augmentation> augment = ImmutableList.of();

    private Builder() {}

    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = optimizer;
      return this;
    }

    public Builder learningRate(double learningRate) {
      this.learningRate = learningRate;
      return this;
    }

    public Builder schedule(Schedule schedule) {
      this.schedule = schedule;
      return this;
    }

    public Builder warmupFraction(double warmupFraction) {
      this.warmupFraction = warmupFraction;
      return this;
    }

    public Builder batchSize(int batchSize) {
      this.batchSize = batchSize;
      return this;
    }

    public Builder l1(double l1) {
      this.l1 = l1;
      return this;
    }

    public Builder l2(double l2) {
      this.l2 = l2;
      return this;
    }

    public Builder dropout(double dropout) {
      this.dropout = dropout;
      return this;
    }

    public Builder labelSmoothing(double labelSmoothing) {
      this.labelSmoothing = labelSmoothing;
      return this;
    }

    public Builder gradientClip(double gradientClip) {
      this.gradientClip = gradientClip;
      return this;
    }

    public Builder balanceClasses(boolean balanceClasses) {
      this.balanceClasses = balanceClasses;
      return this;
    }

    public Builder tbptt(boolean tbptt) {
      this.tbptt = tbptt;
      return this;
    }

    /** Replaces all augmentations by these. */
    public Builder augment(Augmentation... augmentations) {
      return augment(ImmutableList.copyOf(augmentations));
    }

    /** Replaces all augmentations by these. */
    public Builder augment(List<Augmentation> augmentations) {
      this.augment = ImmutableList.copyOf(augmentations);
      return this;
    }

    /** Checks and makes the recipe. */
    public Recipe build() {
      return new Recipe(
          optimizer,
          learningRate,
          schedule,
          warmupFraction,
          batchSize,
          l1,
          l2,
          dropout,
          labelSmoothing,
          gradientClip,
          balanceClasses,
          tbptt,
          augment);
    }
  }
}
