package dev.espalier.recipe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;

/** The rule that turns gradients into steps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = Optimizer.Nesterov.class, name = "nesterov"),
  @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam")
})
public sealed interface Optimizer {

  /** All names. */
  static ImmutableList<String> names() {
    return ImmutableList.of("nesterov", "sgd", "adam");
  }

  /** Its name in files, one of {@link #names}. */
  String name();

  /** Calls the visitor's case for this rule. */
  <R> R accept(Visitor<R> visitor);

  /** One case a rule: the compiler names those that a new rule is missing. */
  interface Visitor<R> {
    R sgd(Sgd rule);

    R nesterov(Nesterov rule);

    R adam(Adam rule);
  }

  /** Plain stochastic gradient descent. */
  record Sgd() implements Optimizer {
    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sgd(this);
    }
  }

  /**
   * Gradient descent with Nesterov momentum (Sutskever et al. 2013).
   *
   * @param momentum in [0, 1)
   */
  record Nesterov(double momentum) implements Optimizer {
    public Nesterov {
      if (!(momentum >= 0.0 && momentum < 1.0)) {
        throw new IllegalArgumentException("momentum (%s) must lie in [0, 1)".formatted(momentum));
      }
    }

    /** Momentum 0.9. */
    public static Nesterov standard() {
      return new Nesterov(0.9);
    }

    @Override
    public String name() {
      return "nesterov";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.nesterov(this);
    }
  }

  /**
   * Adam (Kingma and Ba 2015).
   *
   * @param beta1 decay of the mean, in [0, 1)
   * @param beta2 decay of the variance, in [0, 1)
   * @param epsilon keeps the division finite, above 0
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam {
      if (!(beta1 >= 0.0 && beta1 < 1.0 && beta2 >= 0.0 && beta2 < 1.0 && epsilon > 0.0)) {
        throw new IllegalArgumentException(
            "beta1 (%s) and beta2 (%s) must lie in [0, 1), epsilon (%s) above 0"
                .formatted(beta1, beta2, epsilon));
      }
    }

    /** The paper's values: 0.9, 0.999, 1e-8. */
    public static Adam standard() {
      return new Adam(0.9, 0.999, 1e-8);
    }

    @Override
    public String name() {
      return "adam";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.adam(this);
    }
  }
}
