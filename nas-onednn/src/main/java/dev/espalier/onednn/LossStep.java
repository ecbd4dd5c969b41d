package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.plan.Buffer;
import dev.espalier.onednn.plan.Memory;
import dev.espalier.onednn.plan.Step;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Where a plan hands over to DL4J: the last layer's activation and loss are computed by DL4J's own
 * functions, so that each of them is covered, on a matrix that is small beside the rest. Only the
 * most common pair, softmax and cross entropy, is computed here, in a tenth of the time.
 */
final class LossStep implements Step.Work {
  private final Buffer logits;
  private final Optional<Buffer> probabilities;
  private final @Nullable Buffer gradient;
  private final End end;
  private final Dims dims;
  private final boolean series;
  private final INDArray preOutput;
  private @Nullable INDArray labels;
  private @Nullable INDArray mask;
  private double sum;
  private FloatBuffer from = FloatBuffer.allocate(0);
  private FloatBuffer to = FloatBuffer.allocate(0);

  /**
   * A layer's activation and loss.
   *
   * @param mean whether DL4J always scores it by the mean over the examples
   */
  record End(ILossFunction loss, IActivation activation, boolean mean) {
    static End of(Layer layer) {
      if (layer instanceof LossLayer vectors) {
        return new End(vectors.getLossFn(), vectors.getActivationFn(), true);
      } else if (layer instanceof RnnLossLayer steps) {
        return new End(steps.getLossFn(), steps.getActivationFn(), true);
      }
      BaseOutputLayer output = (BaseOutputLayer) layer;
      return new End(output.getLossFn(), output.getActivationFn(), false);
    }

    /** Whether it is softmax and cross entropy. */
    boolean isCrossEntropy() {
      return loss.getClass() == LossMCXENT.class
          && activation.getClass() == ActivationSoftmax.class;
    }

    /** Weights of the classes; null where all count the same. */
    private float @Nullable [] weights() {
      INDArray given = ((LossMCXENT) loss).getWeights();
      return given == null ? null : given.toFloatVector();
    }
  }

  /**
   * For one output.
   *
   * @param dims size of what goes into the loss
   * @param series whether each step of it has a loss
   * @param probabilities softmax of that, computed before; of cross entropy in training only
   * @param gradient gets the loss's gradient; none at inference
   */
  LossStep(
      End end,
      Dims dims,
      boolean series,
      Buffer logits,
      Optional<Buffer> probabilities,
      @Nullable Buffer gradient) {
    this.end = end;
    this.dims = dims;
    this.series = series;
    this.logits = logits;
    this.probabilities = probabilities;
    this.gradient = gradient;
    preOutput =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT, 'c', dims.length() / dims.c(), (long) dims.c());
  }

  /**
   * What the next run is to come near to.
   *
   * @param counted which steps count; null if all do, or there are none
   */
  void labels(INDArray expected, @Nullable INDArray counted) {
    labels = expected;
    mask = counted;
  }

  /** Of its labels and its output. */
  long[] shape() {
    return series ? new long[] {dims.n(), dims.c(), dims.w()} : new long[] {dims.n(), dims.c()};
  }

  /** Whether masks of labels say which steps count. */
  boolean isSeries() {
    return series;
  }

  /** Whether DL4J always scores this layer by the mean over the examples. */
  boolean isMean() {
    return end.mean;
  }

  /** Loss of the last run, summed over the examples. */
  double sum() {
    return sum;
  }

  /** The network's output of the last run at inference, in a new array of the workspace. */
  INDArray output() {
    INDArray rows = end.activation.getActivation(preOutput.dup('c'), false);
    return series
        ? rows.reshape('c', dims.n(), dims.w(), dims.c()).permute(0, 2, 1).dup('f')
        : rows;
  }

  @Override
  public void bind() {
    from = probabilities.orElse(logits).floats();
    to = gradient == null ? to : gradient.floats();
  }

  @Override
  public void run() {
    INDArray expected = labels;
    if (gradient == null || expected == null) {
      keep();
    } else if (probabilities.isPresent()) {
      INDArray counted = mask == null ? null : dense(mask);
      Memory.use(dense(expected), right -> sum = crossEntropy(right, counted));
    } else {
      keep();
      INDArray rows = rows(expected);
      INDArray counted = mask == null ? null : dense(mask).reshape('c', rows.size(0), 1);
      sum = end.loss.computeScore(rows, preOutput.dup('c'), end.activation, counted, false);
      INDArray found = end.loss.computeGradient(rows, preOutput.dup('c'), end.activation, counted);
      Memory.use(dense(found), floats -> to.put(0, floats, 0, to.capacity()));
    }
  }

  private void keep() {
    Memory.use(preOutput, kept -> kept.put(0, from, 0, from.capacity()));
  }

  /** A row for each step. */
  private INDArray rows(INDArray expected) {
    return series
        ? expected.permute(0, 2, 1).dup('c').reshape('c', preOutput.size(0), dims.c())
        : expected;
  }

  private static INDArray dense(INDArray array) {
    boolean ready =
        array.dataType() == DataType.FLOAT && array.ordering() == 'c' && !array.isView();
    return ready ? array : array.castTo(DataType.FLOAT).dup('c');
  }

  /** As DL4J's loss and its gradient, in one pass. */
  private double crossEntropy(FloatBuffer right, @Nullable INDArray counted) {
    int width = dims.c();
    int steps = dims.w();
    float[] values = new float[width];
    float[] expected = new float[width * steps];
    float[] counts = counted == null ? new float[0] : counted.data().asFloat();
    float[] weights = end.weights();
    double clip = ((LossMCXENT) end.loss).getSoftmaxClipEps();
    double total = 0.0;
    for (int row = 0; row < preOutput.size(0); row++) {
      if (row % steps == 0) {
        right.get(row / steps * expected.length, expected);
      }
      from.get(row * width, values);
      float count = counted == null ? 1f : counts[row];
      // Without weights, DL4J takes labels to add up to one.
      float all = weights == null ? count : 0f;
      for (int i = 0, at = row % steps; i < width; i++, at += steps) {
        float wanted = expected[at] * count * (weights == null ? 1f : weights[i]);
        expected[at] = wanted;
        if (wanted != 0f) {
          total -= wanted * Math.log(Math.min(Math.max(values[i], clip), 1.0 - clip));
          all += weights == null ? 0f : wanted;
        }
      }
      for (int i = 0, at = row % steps; i < width; i++, at += steps) {
        values[i] = values[i] * all - expected[at];
      }
      to.put(row * width, values);
    }
    return total;
  }
}
