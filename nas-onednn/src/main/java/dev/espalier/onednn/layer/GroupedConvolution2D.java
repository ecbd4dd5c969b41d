package dev.espalier.onednn.layer;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A 2-D convolution whose channels fall into groups that do not see each other (Krizhevsky et al.,
 * "ImageNet classification with deep convolutional neural networks", 2012, section 3.5).
 *
 * <p>Output channel {@code o} reads the {@code nIn / groups} input channels of group {@code o /
 * (nOut / groups)}. One group is the ordinary convolution; {@code groups == nIn} is the depthwise
 * one, here with any dilation.
 *
 * <p>Data is {@code [batch, channels, height, width]}. Parameters, in the order of the flattened
 * view: {@code b} of shape {@code [nOut]}, where there is a bias, then {@code W} of shape {@code
 * [nOut, nIn / groups, kernel height, kernel width]} in 'c' order. Output sizes, padding, defaults
 * and weight initialisation are those of DL4J's {@link ConvolutionLayer}, the fans of a weight
 * being counted within its group.
 *
 * <p>Like every DL4J configuration it is mutable and not thread-safe.
 */
public final class GroupedConvolution2D extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  private int groups = 1;

  /** For the JSON reader, which sets every property afterwards. */
  GroupedConvolution2D() {}

  private GroupedConvolution2D(Builder builder) {
    super(builder);
    groups = builder.groups;
    requireGroupsDivideChannels();
  }

  /** Into how many groups the channels fall, at least 1. */
  public int getGroups() {
    return groups;
  }

  /** Whether the channels divide by it is checked when the layer is instantiated. */
  public void setGroups(int groups) {
    this.groups = groups;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for {@code Causal}, which is for sequences; a network whose
   *     default it is must give this layer a mode of its own
   */
  @Override
  public void setConvolutionMode(@Nullable ConvolutionMode mode) {
    if (mode == ConvolutionMode.Causal)
      throw new IllegalArgumentException(
          "convolution mode of layer \"%s\" (Causal) must be Same, Truncate or Strict"
              .formatted(getLayerName()));
    super.setConvolutionMode(mode);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for {@code NHWC}
   */
  @Override
  public void setCnn2dDataFormat(@Nullable CNN2DFormat format) {
    requireChannelsFirst(format);
    super.setCnn2dDataFormat(format);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the groups do not divide the channels, or the input is
   *     {@code NHWC}
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    requireChannelsFirst(formatOf(inputType));
    super.setNIn(inputType, override);
    requireGroupsDivideChannels();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    requireChannelsFirst(formatOf(inputType));
    return super.getOutputType(layerIndex, inputType);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerValidation.assertNInNOutSet(
        "GroupedConvolution2D", getLayerName(), layerIndex, getNIn(), getNOut());
    requireGroupsDivideChannels();
    GroupedConvolution2DLayer layer = new GroupedConvolution2DLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(paramsView);
    layer.setParamTable(initializer().init(conf, paramsView, initializeParams));
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return GroupedConvolutionParamInitializer.INSTANCE;
  }

  @Override
  public GroupedConvolution2D clone() {
    GroupedConvolution2D clone = (GroupedConvolution2D) super.clone();
    clone.dilation = dilation.clone();
    return clone;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupedConvolution2D that
        && groups == that.groups
        && super.equals(that);
  }

  /** Keeps a stock convolution of like settings from being equal to this layer. */
  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof GroupedConvolution2D;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + groups;
  }

  @Override
  public String toString() {
    return "GroupedConvolution2D(groups=" + groups + ", " + super.toString() + ")";
  }

  private static @Nullable CNN2DFormat formatOf(@Nullable InputType type) {
    return type instanceof InputType.InputTypeConvolutional images ? images.getFormat() : null;
  }

  private void requireChannelsFirst(@Nullable CNN2DFormat format) {
    if (format == CNN2DFormat.NHWC)
      throw new IllegalArgumentException(
          "data format of layer \"%s\" (NHWC) must be NCHW: [batch, channels, height, width]"
              .formatted(getLayerName()));
  }

  /** Channels still to be inferred from the input count 0 and pass. */
  private void requireGroupsDivideChannels() {
    if (groups < 1 || nIn % groups != 0 || nOut % groups != 0)
      throw new IllegalArgumentException(
          "groups (%s) of layer \"%s\" must be at least 1 and divide nIn (%s) and nOut (%s)"
              .formatted(groups, getLayerName(), nIn, nOut));
  }

  /**
   * Settings of the layer, in DL4J's style; the convolution mode defaults to the network's. {@code
   * nIn} may be left to {@code setInputTypes}.
   */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends ConvolutionLayer.BaseConvBuilder<Builder> {
    private int groups = 1;

    /** A kernel of 5 x 5, stride 1, no padding, as DL4J's convolutions have. */
    public Builder() {}

    /**
     * A kernel of this size, stride 1, no padding.
     *
     * @param kernelSize height and width, each at least 1
     */
    public Builder(int... kernelSize) {
      super(kernelSize);
    }

    /**
     * Into how many groups the channels fall; 1 unless set.
     *
     * @param groups from 1 (ordinary) to {@code nIn} (depthwise); must divide {@code nIn} and
     *     {@code nOut}
     */
    public Builder groups(int groups) {
      this.groups = groups;
      return this;
    }

    @Override
    public void setKernelSize(int[] kernelSize) {
      this.kernelSize = pair("kernelSize", kernelSize, 1);
    }

    @Override
    public void setStride(int[] stride) {
      this.stride = pair("stride", stride, 1);
    }

    @Override
    public void setPadding(int[] padding) {
      this.padding = pair("padding", padding, 0);
    }

    @Override
    public void setDilation(int[] dilation) {
      this.dilation = pair("dilation", dilation, 1);
    }

    @Override
    protected boolean allowCausal() {
      return false;
    }

    /**
     * The layer.
     *
     * @throws IllegalArgumentException if the groups do not divide the channels, or mode {@code
     *     Same} comes with a padding
     */
    @Override
    public GroupedConvolution2D build() {
      ConvolutionUtils.validateConvolutionModePadding(convolutionMode, padding);
      return new GroupedConvolution2D(this);
    }

    private static int[] pair(String name, int[] value, int least) {
      if (value.length != 2 || value[0] < least || value[1] < least)
        throw new IllegalArgumentException(
            "%s (%s) must be a height and a width, each at least %s"
                .formatted(name, Arrays.toString(value), least));
      return value.clone();
    }
  }
}
