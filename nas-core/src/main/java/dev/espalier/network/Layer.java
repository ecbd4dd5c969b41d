package dev.espalier.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A primitive layer: what a {@link Network} is made of. Every layer knows its output shape and its
 * exact cost; operations of search spaces are composed of these.
 *
 * <p>The names in the annotation below are the stable type ids of the architecture JSON. All layers
 * are immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Input.class, name = "input"),
  @JsonSubTypes.Type(value = Conv1d.class, name = "conv1d"),
  @JsonSubTypes.Type(value = Conv2d.class, name = "conv2d"),
  @JsonSubTypes.Type(value = BatchNorm.class, name = "batch_norm"),
  @JsonSubTypes.Type(value = Activation.class, name = "activation"),
  @JsonSubTypes.Type(value = Pool1d.class, name = "pool1d"),
  @JsonSubTypes.Type(value = Pool2d.class, name = "pool2d"),
  @JsonSubTypes.Type(value = GlobalPool.class, name = "global_pool"),
  @JsonSubTypes.Type(value = Embedding.class, name = "embedding"),
  @JsonSubTypes.Type(value = Recurrent.class, name = "recurrent"),
  @JsonSubTypes.Type(value = DagRecurrent.class, name = "dag_recurrent"),
  @JsonSubTypes.Type(value = LayerNorm.class, name = "layer_norm"),
  @JsonSubTypes.Type(value = SelfAttention.class, name = "self_attention"),
  @JsonSubTypes.Type(value = WeightedAttention.class, name = "weighted_attention"),
  @JsonSubTypes.Type(value = PositionalEncoding.class, name = "positional_encoding"),
  @JsonSubTypes.Type(value = LastStep.class, name = "last_step"),
  @JsonSubTypes.Type(value = Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
  @JsonSubTypes.Type(value = Flatten.class, name = "flatten"),
  @JsonSubTypes.Type(value = SequenceToImage.class, name = "sequence_to_image"),
  @JsonSubTypes.Type(value = Add.class, name = "add"),
  @JsonSubTypes.Type(value = Concat.class, name = "concat"),
  @JsonSubTypes.Type(value = Truncate.class, name = "truncate"),
  @JsonSubTypes.Type(value = ChannelScale.class, name = "channel_scale"),
  @JsonSubTypes.Type(value = Shift.class, name = "shift"),
  @JsonSubTypes.Type(value = Identity.class, name = "identity"),
  @JsonSubTypes.Type(value = Zero.class, name = "zero")
})
public sealed interface Layer
    permits Input,
        Conv1d,
        Conv2d,
        BatchNorm,
        Activation,
        Pool1d,
        Pool2d,
        GlobalPool,
        Embedding,
        Recurrent,
        DagRecurrent,
        LayerNorm,
        SelfAttention,
        WeightedAttention,
        PositionalEncoding,
        LastStep,
        Dense,
        Dropout,
        Flatten,
        SequenceToImage,
        Add,
        Concat,
        Truncate,
        ChannelScale,
        Shift,
        Identity,
        Zero {

  /**
   * Shape of one output.
   *
   * @param inputs shapes of the inputs, in order
   * @throws IllegalArgumentException if the layer does not take these, saying why
   */
  Shape output(List<Shape> inputs);

  /**
   * Exact cost, for inputs that {@link #output} accepts.
   *
   * @param inputs shapes of the inputs, in order
   * @param output what {@link #output} gave
   */
  Cost cost(List<Shape> inputs, Shape output);

  /** Whether the order of the inputs does not matter. */
  default boolean commutative() {
    return false;
  }

  /**
   * The layer of the live network: of all layers that compute the same up to the order of their
   * parts, always the same one, so that equal networks have equal weights in equal places.
   */
  default Layer canonical() {
    return this;
  }

  /** Whether no step of a sequence that it puts out depends on later steps of what it takes in. */
  default boolean causal() {
    return true;
  }

  /** Calls the visitor's case for this layer. */
  <R> R accept(Visitor<R> visitor);

  /** One case a layer: the compiler names those that a new primitive is missing. */
  interface Visitor<R> {
    R input(Input layer);

    R conv2d(Conv2d layer);

    R conv1d(Conv1d layer);

    R batchNorm(BatchNorm layer);

    R activation(Activation layer);

    R pool1d(Pool1d layer);

    R pool2d(Pool2d layer);

    R globalPool(GlobalPool layer);

    R embedding(Embedding layer);

    R recurrent(Recurrent layer);

    R dagRecurrent(DagRecurrent layer);

    R layerNorm(LayerNorm layer);

    R selfAttention(SelfAttention layer);

    R weightedAttention(WeightedAttention layer);

    R positionalEncoding(PositionalEncoding layer);

    R lastStep(LastStep layer);

    R dense(Dense layer);

    R dropout(Dropout layer);

    R flatten(Flatten layer);

    R sequenceToImage(SequenceToImage layer);

    R add(Add layer);

    R concat(Concat layer);

    R truncate(Truncate layer);

    R channelScale(ChannelScale layer);

    R shift(Shift layer);

    R identity(Identity layer);

    R zero(Zero layer);
  }
}
