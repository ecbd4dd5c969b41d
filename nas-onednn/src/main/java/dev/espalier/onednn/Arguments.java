package dev.espalier.onednn;

import dev.espalier.onednn.plan.Memory;
import java.lang.reflect.Method;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks and prepares what a program passes to a graph. */
final class Arguments {
  private Arguments() {}

  /**
   * Sizes of a network's inputs; empty if one of them is not rows, series or maps of floats, or
   * they differ in their numbers of examples: plans do not read that.
   */
  static Optional<List<InputSize>> sizes(INDArray[] features) {
    List<InputSize> all = new ArrayList<>(features.length);
    for (INDArray array : features) {
      if (array == null || array.isEmpty() || array.dataType() != DataType.FLOAT) {
        return Optional.empty();
      }
      if (array.rank() < 2 || array.rank() > 4) {
        return Optional.empty();
      }
      all.add(InputSize.of(array.shape()));
    }
    return all.stream().anyMatch(size -> size.dims().n() != all.get(0).dims().n())
        ? Optional.empty()
        : Optional.of(all);
  }

  /** The arrays with their scalars one after another, copied where they are not. */
  static INDArray[] dense(INDArray[] arrays) {
    INDArray[] dense = new INDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      INDArray array = arrays[i];
      boolean ready = array.ordering() == 'c' && !array.isView() && hasPlainStrides(array);
      dense[i] = ready ? array : array.dup('c');
    }
    return dense;
  }

  private static boolean hasPlainStrides(INDArray array) {
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != expected) {
        return false;
      }
      expected *= array.size(i);
    }
    return true;
  }

  /**
   * Checks features.
   *
   * @throws IllegalArgumentException if a scalar is NaN or infinite
   */
  static void requireFinite(INDArray[] features) {
    for (int input = 0; input < features.length; input++) {
      int number = input;
      Memory.use(
          features[input],
          floats -> {
            if (!isFinite(floats)) {
              throw new IllegalArgumentException(
                  "input %s holds NaN or infinity; features must be finite".formatted(number));
            }
          });
    }
  }

  private static boolean isFinite(FloatBuffer floats) {
    float[] chunk = new float[Math.min(UpdateRule.CHUNK, floats.capacity())];
    for (int at = 0; at < floats.capacity(); at += chunk.length) {
      int n = Math.min(chunk.length, floats.capacity() - at);
      floats.get(at, chunk, 0, n);
      // What is not finite times 0 is NaN, and stays it in a sum.
      float sum = 0f;
      for (int i = 0; i < n; i++) {
        sum += chunk[i] * 0f;
      }
      if (Float.isNaN(sum)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks labels.
   *
   * @throws IllegalArgumentException if there are not as many as outputs, or one has another shape
   *     than its output
   */
  static INDArray[] labels(
      INDArray @Nullable [] labels, List<long[]> shapes, List<String> outputs) {
    if (labels == null || labels.length != shapes.size()) {
      throw new IllegalArgumentException(
          "%s arrays of labels for %s outputs"
              .formatted(labels == null ? 0 : labels.length, shapes.size()));
    }
    for (int i = 0; i < labels.length; i++) {
      INDArray given = labels[i];
      if (given == null || !Arrays.equals(given.shape(), shapes.get(i))) {
        throw new IllegalArgumentException(
            "labels of shape %s for output %s, which has shape %s"
                .formatted(
                    given == null ? "none" : Arrays.toString(given.shape()),
                    outputs.get(i),
                    Arrays.toString(shapes.get(i))));
      }
    }
    return labels;
  }

  /** Whether a listener does something with the activations of a forward pass. */
  static boolean readsActivations(TrainingListener listener) {
    try {
      Method method = listener.getClass().getMethod("onForwardPass", Model.class, Map.class);
      Class<?> owner = method.getDeclaringClass();
      return owner != BaseTrainingListener.class && !owner.getName().startsWith(LISTENERS);
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** DL4J's own listeners of this package override the method with nothing in it. */
  private static final String LISTENERS = "org.deeplearning4j.optimize.listeners.";
}
