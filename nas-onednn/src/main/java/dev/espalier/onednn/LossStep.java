package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.plan.Buffer;
import dev.espalier.onednn.plan.Emitter;
import dev.espalier.onednn.plan.Memory;
import dev.espalier.onednn.plan.Softmax;
import dev.espalier.onednn.plan.Step;
import dev.espalier.onednn.plan.Value;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
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
  private final Buffer source;

  /** Whether the last activation has been computed. */
  private final boolean ready;

  private final @Nullable Buffer gradient;
  private final End end;
  private final Dims dims;
  private final boolean series;
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
      return loss.getClass() == LossMCXENT.class && isSoftmax();
    }

    private boolean isSoftmax() {
      return activation.getClass() == ActivationSoftmax.class;
    }

    private boolean isIdentity() {
      return activation.getClass() == ActivationIdentity.class;
    }

    /** Weights of the classes; null where all count the same. */
    private float @Nullable [] weights() {
      INDArray given = ((LossMCXENT) loss).getWeights();
      return given == null ? null : given.toFloatVector();
    }
  }

  private LossStep(
      End end, Dims dims, boolean series, Buffer source, boolean ready, @Nullable Buffer gradient) {
    this.end = end;
    this.dims = dims;
    this.series = series;
    this.source = source;
    this.ready = ready;
    this.gradient = gradient;
  }

  /**
   * Of one output, for training.
   *
   * @param logits what goes into the loss; their gradient is contributed
   * @param series whether each step has a loss
   */
  static LossStep training(Emitter emitter, End end, Value logits, boolean series) {
    Buffer source =
        end.isCrossEntropy() ? Softmax.rows(emitter, logits) : emitter.in(logits, Layout.NHWC);
    Buffer gradient = emitter.scratch(source.bytes());
    LossStep step =
        new LossStep(end, logits.dims(), series, source, end.isCrossEntropy(), gradient);
    emitter.host("loss", step, source, gradient);
    emitter.contribute(logits, Layout.NHWC, new Emitter.Gradient(gradient, true));
    return step;
  }

  /**
   * Of one output, for inference.
   *
   * @param logits what the last activation gets
   * @param series whether they are of steps
   */
  static LossStep inference(Emitter emitter, End end, Value logits, boolean series) {
    boolean ready = end.isSoftmax() || end.isIdentity();
    Value activated =
        end.isSoftmax()
            ? emitter.value(logits.dims(), Layout.NHWC, Softmax.rows(emitter, logits), false)
            : logits;
    Buffer source = emitter.in(activated, ready && series ? Layout.NCHW : Layout.NHWC);
    return new LossStep(end, logits.dims(), series, source, ready, null);
  }

  /** Holds its memory; to be called when all other steps of an inference have been written. */
  void hold(Emitter emitter) {
    emitter.host("output", this, source);
  }

  /**
   * What the next run is to come near to.
   *
   * @param counted which steps count; null if all do, or there are none
   * @throws IllegalArgumentException if that is not {@code [rows, steps]}
   */
  void labels(INDArray expected, @Nullable INDArray counted) {
    if (counted != null && !Arrays.equals(counted.shape(), new long[] {dims.n(), dims.w()})) {
      throw new IllegalArgumentException(
          "a mask of labels of shape %s; must be [%s, %s]"
              .formatted(Arrays.toString(counted.shape()), dims.n(), dims.w()));
    }
    labels = expected;
    mask = counted;
  }

  /** Of its labels and its output. */
  long[] shape() {
    return series ? new long[] {dims.n(), dims.c(), dims.w()} : new long[] {dims.n(), dims.c()};
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
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, rowsShape(), 'c');
    Memory.use(result, floats -> floats.put(0, from, 0, from.capacity()));
    if (ready) {
      return series ? result.reshape('c', shape()) : result;
    }
    INDArray rows = end.activation.getActivation(result, false);
    return series
        ? rows.reshape('c', dims.n(), dims.w(), dims.c()).permute(0, 2, 1).dup('c')
        : rows;
  }

  private long[] rowsShape() {
    return new long[] {dims.length() / dims.c(), dims.c()};
  }

  @Override
  public void bind() {
    from = source.floats();
    to = gradient == null ? to : gradient.floats();
  }

  @Override
  public void run() {
    INDArray expected = labels;
    if (gradient == null || expected == null) {
      return;
    }
    INDArray counted = mask == null ? null : dense(mask);
    if (ready) {
      Memory.use(dense(expected), right -> sum = crossEntropy(right, counted));
      return;
    }
    INDArray logits = Nd4j.createUninitialized(DataType.FLOAT, rowsShape(), 'c');
    Memory.use(logits, floats -> floats.put(0, from, 0, from.capacity()));
    INDArray rows =
        series ? expected.permute(0, 2, 1).dup('c').reshape('c', rowsShape()) : expected;
    INDArray column = counted == null ? null : counted.reshape('c', rows.size(0), 1);
    sum = end.loss.computeScore(rows, logits.dup('c'), end.activation, column, false);
    INDArray found = end.loss.computeGradient(rows, logits, end.activation, column);
    Memory.use(dense(found), floats -> to.put(0, floats, 0, to.capacity()));
  }

  private static INDArray dense(INDArray array) {
    boolean plain =
        array.dataType() == DataType.FLOAT && array.ordering() == 'c' && !array.isView();
    return plain ? array : array.castTo(DataType.FLOAT).dup('c');
  }

  /** As DL4J's loss and its gradient. */
  private double crossEntropy(FloatBuffer right, @Nullable INDArray counted) {
    float[] values = new float[dims.c() * dims.w()];
    float[] expected = new float[values.length];
    float[] scales = new float[dims.w()];
    float[] counts = counted == null ? new float[0] : counted.data().asFloat();
    float[] weights = end.weights();
    double total = 0.0;
    for (int row = 0; row < dims.n(); row++) {
      from.get(row * values.length, values);
      right.get(row * values.length, expected);
      for (int step = 0; step < scales.length; step++) {
        scales[step] = counted == null ? 1f : counts[row * scales.length + step];
      }
      total += crossEntropy(values, expected, scales, weights);
      to.put(row * values.length, values);
    }
    return total;
  }

  /**
   * Of one example, whose gradient takes the place of its probabilities.
   *
   * @param values {@code [steps][classes]}
   * @param expected {@code [classes][steps]}, mostly zeros
   * @param counts how much each step counts
   */
  private double crossEntropy(
      float[] values, float[] expected, float[] counts, float @Nullable [] weights) {
    double clip = ((LossMCXENT) end.loss).getSoftmaxClipEps();
    int classes = dims.c();
    int steps = counts.length;
    double total = 0.0;
    // Without weights, DL4J takes labels to add up to one.
    float[] scales = weights == null ? counts : new float[steps];
    for (int i = 0; i < classes; i++) {
      for (int step = 0, at = i * steps; step < steps; step++, at++) {
        if (expected[at] != 0f) {
          float wanted = expected[at] * counts[step] * (weights == null ? 1f : weights[i]);
          float value = values[step * classes + i];
          total -= wanted * Math.log(Math.min(Math.max(value, clip), 1.0 - clip));
          expected[at] = wanted;
          if (weights != null) {
            scales[step] += wanted;
          }
        }
      }
    }
    for (int step = 0; step < steps; step++) {
      if (scales[step] != 1f) {
        scale(values, step * classes, classes, scales[step]);
      }
    }
    for (int i = 0; i < classes; i++) {
      for (int step = 0, at = i * steps; step < steps; step++, at++) {
        if (expected[at] != 0f) {
          values[step * classes + i] -= expected[at];
        }
      }
    }
    return total;
  }

  private static void scale(float[] values, int first, int length, float factor) {
    for (int i = first; i < first + length; i++) {
      values[i] *= factor;
    }
  }
}
