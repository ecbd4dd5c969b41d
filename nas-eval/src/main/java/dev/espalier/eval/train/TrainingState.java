package dev.espalier.eval.train;

import com.google.common.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All that a training needs to be gone on with, beside network, recipe and seed: parameters, what
 * the optimizer remembers, and how many steps it has taken.
 */
final class TrainingState {
  /** Stands first, so that other bytes are told apart ("EspT"), with a version. */
  private static final int HEADER = 0x45737054;

  private static final int VERSION = 1;

  private TrainingState() {}

  /** Of a graph that was trained for some time. */
  static ByteSource of(ComputationGraph graph) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(HEADER);
      out.writeInt(VERSION);
      out.writeInt(graph.getConfiguration().getIterationCount());
      write(graph.params(), out);
      write(graph.getUpdater(true).getStateViewArray(), out);
    } catch (IOException impossible) {
      throw new UncheckedIOException("cannot write to memory", impossible);
    }
    return ByteSource.wrap(bytes.toByteArray());
  }

  /**
   * Brings a graph that was never trained to where another one stopped.
   *
   * @throws IllegalArgumentException if the state is not that of such a graph
   */
  static void restore(ComputationGraph graph, ByteSource state) {
    try (DataInputStream in = new DataInputStream(state.openBufferedStream())) {
      if (in.readInt() != HEADER || in.readInt() != VERSION) {
        throw new IllegalArgumentException("the state to go on from is not one of a training");
      }
      graph.getConfiguration().setIterationCount(in.readInt());
      read(graph.params(), in);
      read(graph.getUpdater(true).getStateViewArray(), in);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read the state to go on from", cause);
    }
  }

  private static void write(@Nullable INDArray array, DataOutputStream out) throws IOException {
    float[] values = array == null ? new float[0] : array.dup('c').data().asFloat();
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static void read(@Nullable INDArray array, DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    long wanted = array == null ? 0 : array.length();
    if (values.length != wanted) {
      throw new IllegalArgumentException(
          "the state to go on from holds %s numbers where this network has %s"
              .formatted(values.length, wanted));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    if (array != null) {
      try (INDArray stored = Nd4j.createFromArray(values)) {
        array.assign(stored.reshape(array.shape()));
      }
    }
  }
}
