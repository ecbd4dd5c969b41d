package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A recurrent layer whose cell is a graph of nodes, as searched by Pham et al. ("Efficient neural
 * architecture search via parameter sharing", 2018, section 2.1) and Liu et al. ("DARTS", 2019), on
 * sequences {@code [batch, nIn, steps]}, giving {@code [batch, nOut, steps]}; works inside DL4J's
 * {@code Bidirectional}. With the input x and the state h that the last step ended in, state 0 is
 * the entry's, and node i, counted from 1, makes state i of an earlier one, p:
 *
 * <pre>
 * [c, g] = x W + h RW    s0 = h + sigmoid(c) * (entry(g) - h)
 * [c, g] = sp Wi         si = sp + sigmoid(c) * (activation(g) - sp)
 * h' = mean of the nodes' states, or of those that no node reads
 * </pre>
 *
 * <p>Parameters, in the order of the flattened view: {@code W} of shape {@code [nIn, 2 nOut]},
 * {@code RW} of {@code [nOut, 2 nOut]}, and for each node {@code W1}, {@code W2} and so on of
 * {@code [nOut, 2 nOut]}, in each the columns of c before those of g; no biases, as in the code of
 * DARTS. The activation of the configuration is not used. A step that a mask leaves out puts out 0
 * and keeps the state.
 */
public final class DagRecurrentLayer extends StepwiseLayer {
  private static final long serialVersionUID = 1L;
  static final String WEIGHTS = "W";
  static final String STATE_WEIGHTS = "RW";

  private static final ParameterLayout<DagRecurrentLayer> LAYOUT =
      new ParameterLayout<>(DagRecurrentLayer.class, DagRecurrentLayer::parameters);

  private CellActivation entry = CellActivation.TANH;
  private int[] inputs = {};
  private CellActivation[] activations = {};
  private boolean looseEnds;

  /** For the JSON reader. */
  DagRecurrentLayer() {}

  private DagRecurrentLayer(Builder builder) {
    super(builder);
    entry = builder.entry;
    inputs = builder.inputs.stream().mapToInt(Integer::intValue).toArray();
    activations = builder.activations.toArray(CellActivation[]::new);
    looseEnds = builder.looseEnds;
    check();
    Set<String> recurrent = new LinkedHashSet<>(Set.of(STATE_WEIGHTS));
    for (int node = 1; node <= inputs.length; node++) {
      recurrent.add(weightsOf(node));
    }
    constrain(builder, WEIGHTS, recurrent);
  }

  /** Key of the parameter of a node, counted from 1. */
  static String weightsOf(int node) {
    return WEIGHTS + node;
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    long columns = 2 * getNOut();
    parameters.add(Parameter.weight(WEIGHTS, getNIn(), columns));
    parameters.add(Parameter.weight(STATE_WEIGHTS, getNOut(), columns, getWeightInitFnRecurrent()));
    for (int node = 1; node <= inputs.length; node++) {
      parameters.add(
          Parameter.weight(weightsOf(node), getNOut(), columns, getWeightInitFnRecurrent()));
    }
    return parameters;
  }

  private void check() {
    if (inputs.length == 0 || activations.length != inputs.length) {
      throw new IllegalArgumentException(
          "nodes of layer \"%s\" (%s inputs, %s activations) must be one or more, each with both"
              .formatted(getLayerName(), inputs.length, activations.length));
    }
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] < 0 || inputs[i] > i) {
        throw new IllegalArgumentException(
            "node %s of layer \"%s\" reads state %s; must read one from 0 (the entry) to %s"
                .formatted(i + 1, getLayerName(), inputs[i], i));
      }
    }
  }

  /** What the entry does to its product. */
  public CellActivation getEntry() {
    return entry;
  }

  /** Sets {@link #getEntry}. */
  public void setEntry(CellActivation entry) {
    this.entry = entry;
  }

  /** For each node the state that it reads: 0 for the entry's, i for that of the i-th node. */
  public int[] getInputs() {
    return inputs.clone();
  }

  /** Sets {@link #getInputs}; whether all come before their nodes is checked on instantiation. */
  public void setInputs(int[] inputs) {
    this.inputs = inputs.clone();
  }

  /** For each node what it does to its product. */
  public CellActivation[] getActivations() {
    return activations.clone();
  }

  /** Sets {@link #getActivations}; must be as many as there are nodes. */
  public void setActivations(CellActivation[] activations) {
    this.activations = activations.clone();
  }

  /** Whether only nodes that no node reads are merged; otherwise all are. */
  public boolean isLooseEnds() {
    return looseEnds;
  }

  /** Sets {@link #isLooseEnds}. */
  public void setLooseEnds(boolean looseEnds) {
    this.looseEnds = looseEnds;
  }

  /** Whether the output is the mean of this state among others; state 0 is never merged. */
  public boolean isMerged(int state) {
    return state > 0 && (!looseEnds || Arrays.stream(inputs).noneMatch(input -> input == state));
  }

  @Override
  StepwiseRuntime<?, ?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    check();
    return new DagRecurrentRuntime(conf, dataType);
  }

  @Override
  int kept() {
    return 3 * (inputs.length + 1) + 1;
  }

  @Override
  public ParamInitializer initializer() {
    return LAYOUT;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DagRecurrentLayer that
        && entry == that.entry
        && looseEnds == that.looseEnds
        && Arrays.equals(inputs, that.inputs)
        && Arrays.equals(activations, that.activations)
        && super.equals(that);
  }

  @Override
  public int hashCode() {
    // By name: an enum's own hash differs from run to run.
    String cell = entry.name() + Arrays.toString(activations) + looseEnds;
    return 31 * (31 * super.hashCode() + Arrays.hashCode(inputs)) + cell.hashCode();
  }

  /** Settings of the layer, in DL4J's style; {@code nIn} may be left to {@code setInputTypes}. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends StepwiseLayer.Builder<Builder> {
    private final List<Integer> inputs = new ArrayList<>();
    private final List<CellActivation> activations = new ArrayList<>();
    private CellActivation entry = CellActivation.TANH;
    private boolean looseEnds;

    /** What the entry does to its product; tanh unless set. */
    public Builder entry(CellActivation activation) {
      entry = activation;
      return this;
    }

    /**
     * Adds a node; there must be one at least.
     *
     * @param input the state that it reads: 0 for the entry's, i for that of the i-th node added
     * @param activation what it does to its product
     */
    public Builder node(int input, CellActivation activation) {
      inputs.add(input);
      activations.add(activation);
      return this;
    }

    /** Whether only nodes that no node reads are merged; all are, unless set. */
    public Builder looseEnds(boolean value) {
      looseEnds = value;
      return this;
    }

    /**
     * The layer.
     *
     * @throws IllegalArgumentException if there is no node, or one reads a state that does not come
     *     before it
     */
    @Override
    public DagRecurrentLayer build() {
      return new DagRecurrentLayer(this);
    }
  }
}
