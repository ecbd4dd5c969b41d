package dev.espalier.onednn;

import dev.espalier.onednn.plan.Buffer;
import dev.espalier.onednn.plan.Memory;
import dev.espalier.onednn.plan.Step;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
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
  private final @Nullable Buffer gradient;
  private final ILossFunction loss;
  private final IActivation activation;
  private final boolean isPlainCrossEntropy;
  private final boolean mean;
  private final INDArray preOutput;
  private @Nullable INDArray labels;
  private double sum;
  private FloatBuffer from = FloatBuffer.allocate(0);
  private FloatBuffer to = FloatBuffer.allocate(0);

  /**
   * For one output.
   *
   * @param gradient gets the loss's gradient; none at inference
   */
  LossStep(Layer layer, int rows, int outputs, Buffer logits, @Nullable Buffer gradient) {
    this.logits = logits;
    this.gradient = gradient;
    mean = layer instanceof LossLayer;
    if (layer instanceof LossLayer lossLayer) {
      loss = lossLayer.getLossFn();
      activation = lossLayer.getActivationFn();
    } else {
      BaseOutputLayer output = (BaseOutputLayer) layer;
      loss = output.getLossFn();
      activation = output.getActivationFn();
    }
    isPlainCrossEntropy =
        loss.getClass() == LossMCXENT.class
            && ((LossMCXENT) loss).getWeights() == null
            && activation.getClass() == ActivationSoftmax.class;
    preOutput = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, outputs);
  }

  void labels(INDArray expected) {
    labels = expected;
  }

  /** Of its labels and its output. */
  long[] shape() {
    return preOutput.shape();
  }

  /** Whether DL4J always scores this layer by the mean over the examples. */
  boolean isMean() {
    return mean;
  }

  /** Loss of the last run, summed over the examples. */
  double sum() {
    return sum;
  }

  /** The network's output of the last run, in a new array of the current workspace. */
  INDArray output() {
    return activation.getActivation(preOutput.dup('c'), false);
  }

  /** Loss of the last run's output, summed over the examples. */
  double score(INDArray expected) {
    return loss.computeScore(expected, preOutput.dup('c'), activation, null, false);
  }

  @Override
  public void bind() {
    from = logits.floats();
    to = gradient == null ? to : gradient.floats();
  }

  @Override
  public void run() {
    Memory.use(preOutput, kept -> kept.put(0, from, 0, from.capacity()));
    if (gradient != null && labels != null && isPlainCrossEntropy && isDense(labels)) {
      Memory.use(labels, right -> sum = crossEntropy(right));
    } else if (gradient != null && labels != null) {
      sum = score(labels);
      INDArray found = loss.computeGradient(labels, preOutput.dup('c'), activation, null);
      INDArray dense = found.ordering() == 'c' && !found.isView() ? found : found.dup('c');
      Memory.use(dense, floats -> to.put(0, floats, 0, to.capacity()));
    }
  }

  private static boolean isDense(INDArray array) {
    return array.dataType() == DataType.FLOAT && array.ordering() == 'c' && !array.isView();
  }

  /** As DL4J's loss and its gradient, in one pass. */
  private double crossEntropy(FloatBuffer right) {
    int width = (int) preOutput.size(1);
    float[] values = new float[width];
    float[] expected = new float[width];
    double clip = ((LossMCXENT) loss).getSoftmaxClipEps();
    double total = 0.0;
    for (int row = 0; row < from.capacity(); row += width) {
      from.get(row, values);
      right.get(row, expected);
      softmax(values);
      for (int i = 0; i < width; i++) {
        if (expected[i] != 0f) {
          total -= expected[i] * Math.log(Math.min(Math.max(values[i], clip), 1.0 - clip));
        }
        values[i] -= expected[i];
      }
      to.put(row, values);
    }
    return total;
  }

  private static void softmax(float[] values) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0.0;
    for (int i = 0; i < values.length; i++) {
      double power = Math.exp(values[i] - greatest);
      values[i] = (float) power;
      sum += power;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / sum);
    }
  }
}
