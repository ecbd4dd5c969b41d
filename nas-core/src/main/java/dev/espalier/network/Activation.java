package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An element-wise non-linearity.
 *
 * @param function which
 */
public record Activation(Function function) implements Layer {

  /** The non-linearities, by the names that files use. */
  public enum Function {
    @JsonProperty("relu")
    RELU,
    @JsonProperty("relu6")
    RELU6,
    @JsonProperty("leaky_relu")
    LEAKY_RELU,
    @JsonProperty("elu")
    ELU,
    @JsonProperty("tanh")
    TANH,
    @JsonProperty("sigmoid")
    SIGMOID,
    @JsonProperty("hard_swish")
    HARD_SWISH,
    @JsonProperty("swish")
    SWISH,
    @JsonProperty("gelu")
    GELU
  }

  public static Activation relu() {
    return new Activation(Function.RELU);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shapes.values(inputs);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(output.elements(), output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.activation(this);
  }
}
