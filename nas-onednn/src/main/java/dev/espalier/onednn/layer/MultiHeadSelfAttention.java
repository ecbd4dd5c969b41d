package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Self-attention of several heads on sequences {@code [batch, features, steps]} (Vaswani et al.,
 * "Attention is all you need", 2017, section 3.2). Steps that a mask leaves out are not attended
 * to; a step that may attend to none gets the output's bias.
 *
 * <p>Parameters, in the order of the flattened view, with F features: {@code W} of shape {@code [F,
 * 3F]}, queries, keys and values side by side, {@code b} of {@code [1, 3F]}, {@code Wo} of {@code
 * [F, F]} and {@code bo} of {@code [1, F]}: as many as PyTorch's {@code nn.MultiheadAttention} has.
 * Head h has features {@code h F/heads} to {@code (h + 1) F/heads - 1} of each. Biases start at 0.
 * Weighted attention (Luong et al., "Effective approaches to attention-based neural machine
 * translation", 2015, the score "general") has {@code M} of {@code [F/heads, F/heads]} behind
 * these, which stands between the query and the key of every head.
 */
public final class MultiHeadSelfAttention extends SequenceLayer {
  private static final long serialVersionUID = 1L;
  static final String WEIGHTS = "W";
  static final String BIAS = "b";
  static final String OUT_WEIGHTS = "Wo";
  static final String OUT_BIAS = "bo";
  static final String SIMILARITY = "M";

  private static final ParameterLayout<MultiHeadSelfAttention> LAYOUT =
      new ParameterLayout<>(MultiHeadSelfAttention.class, MultiHeadSelfAttention::parameters);

  private int heads = 1;
  private boolean causal;
  private boolean weighted;

  /** For the JSON reader. */
  MultiHeadSelfAttention() {}

  private MultiHeadSelfAttention(Builder builder) {
    super(builder);
    heads = builder.heads;
    causal = builder.causal;
    weighted = builder.weighted;
    check();
    initializeConstraints(builder);
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.weight(WEIGHTS, nIn, 3 * nIn));
    parameters.add(Parameter.bias(BIAS, 3 * nIn, 0.0));
    parameters.add(Parameter.weight(OUT_WEIGHTS, nIn, nIn));
    parameters.add(Parameter.bias(OUT_BIAS, nIn, 0.0));
    if (weighted) {
      parameters.add(Parameter.weight(SIMILARITY, nIn / heads, nIn / heads));
    }
    return parameters;
  }

  /** Parts of the features that attend each on its own. */
  public int getHeads() {
    return heads;
  }

  /** Sets {@link #getHeads}; whether it divides the features is checked on instantiation. */
  public void setHeads(int heads) {
    this.heads = heads;
  }

  /** Whether a step attends to none after it. */
  public boolean isCausal() {
    return causal;
  }

  /** Sets {@link #isCausal}. */
  public void setCausal(boolean causal) {
    this.causal = causal;
  }

  /** Whether a learned matrix stands between queries and keys. */
  public boolean isWeighted() {
    return weighted;
  }

  /** Sets {@link #isWeighted}. */
  public void setWeighted(boolean weighted) {
    this.weighted = weighted;
  }

  /** Features still to be inferred from the input count 0 and pass. */
  @Override
  void check() {
    if (heads < 1 || nIn % heads != 0) {
      throw new IllegalArgumentException(
          "heads (%s) of layer \"%s\" must be at least 1 and divide its %s features"
              .formatted(heads, getLayerName(), nIn));
    }
  }

  @Override
  public ParamInitializer initializer() {
    return LAYOUT;
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> runtime(
      NeuralNetConfiguration conf, DataType dataType) {
    return new SelfAttentionRuntime(conf, dataType);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MultiHeadSelfAttention that
        && heads == that.heads
        && causal == that.causal
        && weighted == that.weighted
        && super.equals(that);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + 4 * heads + (causal ? 2 : 0) + (weighted ? 1 : 0);
  }

  /** Settings of the layer. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private int heads = 1;
    private boolean causal;
    private boolean weighted;

    /** Parts of the features that attend each on its own, at least 1; must divide them. */
    public Builder heads(int number) {
      heads = number;
      return this;
    }

    /** Whether a step attends to none after it; no unless set. */
    public Builder causal(boolean value) {
      causal = value;
      return this;
    }

    /** Whether a learned matrix stands between queries and keys; no unless set. */
    public Builder weighted(boolean value) {
      weighted = value;
      return this;
    }

    /**
     * The layer.
     *
     * @throws IllegalArgumentException if the heads do not divide the features
     */
    @Override
    public MultiHeadSelfAttention build() {
      return new MultiHeadSelfAttention(this);
    }
  }
}
