package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Adds to each step of sequences {@code [batch, features, steps]} what tells its place: either
 * sines and cosines of it (Vaswani et al., "Attention is all you need", 2017, section 3.5), or
 * trained numbers.
 *
 * <p>Where it is learned, the parameter {@code P} of shape {@code [features, most steps]} starts by
 * the layer's weight initialisation; otherwise there is none.
 */
public final class PositionalEncoding extends SequenceLayer {
  private static final long serialVersionUID = 1L;
  private static final String TABLE = "P";
  private static final double LONGEST = 10_000.0;

  private static final ParameterLayout<PositionalEncoding> LAYOUT =
      new ParameterLayout<>(
          PositionalEncoding.class,
          layer ->
              layer.learned
                  ? List.of(Parameter.weight(TABLE, layer.getNIn(), layer.mostSteps))
                  : List.of());

  private boolean learned;
  private int mostSteps;

  /** For the JSON reader. */
  PositionalEncoding() {}

  private PositionalEncoding(Builder builder) {
    super(builder);
    learned = builder.mostSteps > 0;
    mostSteps = builder.mostSteps;
    initializeConstraints(builder);
  }

  /** Whether the numbers are trained. */
  public boolean isLearned() {
    return learned;
  }

  /** Sets {@link #isLearned}. */
  public void setLearned(boolean learned) {
    this.learned = learned;
  }

  /** The most steps that a sequence may have, where the numbers are trained; 0 otherwise. */
  public int getMostSteps() {
    return mostSteps;
  }

  /** Sets {@link #getMostSteps}. */
  public void setMostSteps(int mostSteps) {
    this.mostSteps = mostSteps;
  }

  /**
   * What is added where nothing is learned: feature 2i is the sine of step / 10000^(2i / features),
   * feature 2i + 1 the cosine.
   *
   * @param features how many a step has
   * @param feature from 0
   * @param step from 0
   */
  public static double wave(long features, long feature, long step) {
    double length = Math.pow(LONGEST, (double) (feature - feature % 2) / features);
    double angle = step / length;
    return feature % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
  }

  @Override
  void check() {
    if (learned && mostSteps < 1) {
      throw new IllegalArgumentException(
          "mostSteps (%s) of layer \"%s\" must be at least 1".formatted(mostSteps, getLayerName()));
    }
  }

  @Override
  public ParamInitializer initializer() {
    return LAYOUT;
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> runtime(
      NeuralNetConfiguration conf, DataType dataType) {
    return new Computation(conf, dataType);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PositionalEncoding that
        && learned == that.learned
        && mostSteps == that.mostSteps
        && super.equals(that);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + mostSteps;
  }

  /** Settings of the layer; sines and cosines unless {@link #learned} is called. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private int mostSteps;

    /**
     * Trains the numbers.
     *
     * @param steps the most that a sequence may have, at least 1
     */
    public Builder learned(int steps) {
      if (steps < 1) {
        throw new IllegalArgumentException("steps (%s) must be at least 1".formatted(steps));
      }
      mostSteps = steps;
      return this;
    }

    @Override
    public PositionalEncoding build() {
      return new PositionalEncoding(this);
    }
  }

  private static final class Computation extends SequenceRuntime<PositionalEncoding> {
    private static final long serialVersionUID = 1L;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
      long steps = input.size(2);
      if (layerConf().isLearned() && steps > layerConf().getMostSteps()) {
        throw new IllegalArgumentException(
            "sequences of %s steps must have at most %s, as the positions of layer \"%s\""
                .formatted(steps, layerConf().getMostSteps(), layerConf().getLayerName()));
      }
      INDArray table =
          layerConf().isLearned()
              ? known(parameter(TABLE, training, workspaces), steps)
              : waves(input.size(1), steps);
      INDArray result = input.castTo(dataType).dup('f');
      for (long example = 0; example < result.size(0); example++) {
        result.slice(example).addi(table);
      }
      return result;
    }

    private static INDArray known(INDArray table, long steps) {
      return table.get(NDArrayIndex.all(), NDArrayIndex.interval(0, steps));
    }

    private INDArray waves(long features, long steps) {
      INDArray waves = Nd4j.create(dataType, features, steps);
      for (long feature = 0; feature < features; feature++) {
        for (long step = 0; step < steps; step++) {
          waves.putScalar(feature, step, wave(features, feature, step));
        }
      }
      return waves;
    }

    @Override
    INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
      if (layerConf().isLearned()) {
        INDArray gradient = gradientView(TABLE).assign(0.0);
        known(gradient, epsilon.size(2)).assign(epsilon.sum(0));
      }
      return epsilon.dup('f');
    }
  }
}
