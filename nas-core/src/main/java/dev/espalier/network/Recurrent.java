package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A layer that reads a sequence step by step: {@code [features, steps] -> [units, steps]}, or
 * {@code [2 * units, steps]} where a second one reads it backwards.
 *
 * @param cell what is computed at each step
 * @param units size of the state, at least 1
 * @param bidirectional whether a second layer of as many units reads from the end, and both outputs
 *     are put side by side (Schuster and Paliwal 1997)
 */
public record Recurrent(Cell cell, int units, boolean bidirectional) implements Layer {
  public Recurrent {
    Require.positive("units", units);
  }

  /** The cells, by the names that files use. */
  public enum Cell {
    /** {@code tanh(W x + U h + b)} (Elman 1990). */
    @JsonProperty("simple_rnn")
    SIMPLE_RNN(1, 1, 1, 0),
    /** Hochreiter and Schmidhuber (1997), with a forget gate and without peepholes. */
    @JsonProperty("lstm")
    LSTM(4, 1, 5, 4),
    /**
     * Cho et al. (2014), where the reset gate acts after the product and input and state have a
     * bias each, as in cuDNN and PyTorch.
     */
    @JsonProperty("gru")
    GRU(3, 2, 3, 5);

    private final int gates;
    private final int biases;
    private final int activations;
    private final int updates;

    /**
     * What a unit does at each step.
     *
     * @param gates products with the weights
     * @param biases added in each gate
     * @param activations functions evaluated
     * @param updates products and sums of two scalars beside those of the gates
     */
    Cell(int gates, int biases, int activations, int updates) {
      this.gates = gates;
      this.biases = biases;
      this.activations = activations;
      this.updates = updates;
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    int features = Math.multiplyExact(units, directions());
    return Shapes.sequence(inputs).withFeatures(features);
  }

  /** A layer that reads backwards has seen what comes later. */
  @Override
  public boolean causal() {
    return !bidirectional;
  }

  private int directions() {
    return bidirectional ? 2 : 1;
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    long gates = Math.multiplyExact((long) units * directions(), cell.gates);
    long weights = Math.multiplyExact(gates, (long) sequence.features() + units);
    long macs = Math.multiplyExact(weights, sequence.steps());
    // The biases and the sum of both products for each gate, then the unit's own work.
    long unit = (1L + cell.biases) * cell.gates + cell.activations + cell.updates;
    long others = Math.multiplyExact(output.elements(), unit);
    return new Cost(
        Math.addExact(weights, Math.multiplyExact(gates, (long) cell.biases)),
        macs,
        Math.addExact(Math.multiplyExact(2, macs), others),
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.recurrent(this);
  }
}
