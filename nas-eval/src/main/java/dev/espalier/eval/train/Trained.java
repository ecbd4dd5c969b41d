package dev.espalier.eval.train;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.objective.ClassPredictions;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.ValuePredictions;
import dev.espalier.onednn.NativeBacklog;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.onednn.OneDnnGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained graph and how to read its outputs. Not thread-safe, but any thread may use and close
 * it, one after the other; holds native memory until closed.
 */
public final class Trained implements AutoCloseable {
  private static final int BATCH = 256;

  private final ComputationGraph graph;
  private final TargetEncoding targets;

  private final Optional<ByteSource> state;

  /**
   * Takes over the graph.
   *
   * @throws IllegalArgumentException if its backpropagation is truncated, so that it carries
   *     states, and it is no {@link OneDnnGraph}
   */
  public Trained(ComputationGraph graph, TargetEncoding targets) {
    this(graph, targets, Optional.empty());
  }

  /**
   * Takes over the graph.
   *
   * @param state what its training can be gone on with from
   * @throws IllegalArgumentException as the other constructor
   */
  Trained(ComputationGraph graph, TargetEncoding targets, Optional<ByteSource> state) {
    this.graph = graph;
    this.targets = targets;
    this.state = state;
    if (Streams.carries(graph)) {
      if (!(graph instanceof OneDnnGraph carrying)) {
        throw new IllegalArgumentException(
            "a graph that carries states must be a OneDnnGraph, not a "
                + graph.getClass().getSimpleName());
      }
      carrying.carryStates();
    }
  }

  Optional<ByteSource> state() {
    return state;
  }

  /** The graph itself; it stays owned by this object. */
  public ComputationGraph graph() {
    return graph;
  }

  /**
   * Outputs {@code [rows][classes]} as probabilities, or {@code [rows][values]} in their own units.
   * Of a network with outputs at each step there is one row a step, without those of the padding.
   * One that carries states takes the rows as windows of one text, in their order.
   *
   * @throws EvaluationException if an output is not finite, or native memory runs out
   */
  public double[][] outputs(Features features) {
    return this.<RuntimeException>outputs(features, () -> {});
  }

  /**
   * Outputs beside what would have been right.
   *
   * @throws EvaluationException if an output is not finite, or native memory runs out
   */
  public Predictions predict(Examples examples) {
    return beside(outputs(examples.features()), examples);
  }

  /** Like {@link #predict(Examples)}, but watched and interruptible between batches. */
  Predictions predict(Examples examples, Watch watch) throws InterruptedException {
    return beside(
        this.<InterruptedException>outputs(
            examples.features(),
            () -> {
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
              watch.beforeStep();
              NativeBacklog.keepUp();
            }),
        examples);
  }

  /** What is done before each batch. */
  private interface Before<E extends Exception> {
    void batch() throws E;
  }

  private <E extends Exception> double[][] outputs(Features features, Before<E> before) throws E {
    NativeRuntime.useThreads(Engine.THREADS);
    try {
      StepCuts cuts = StepCuts.of(graph, features.shape());
      double[][][] outputs = new double[features.size()][][];
      for (int[] rows : begin(features, cuts)) {
        before.batch();
        readBatch(features, rows, cuts, outputs);
      }
      return inOrder(outputs);
    } catch (RuntimeException failure) {
      throw NativeMemory.explain(failure);
    } finally {
      NativeRelease.closeWorkspaces();
    }
  }

  /** The rows of each batch. Carried states begin anew, and go through all rows as one text. */
  private List<int[]> begin(Features features, StepCuts cuts) {
    if (Streams.carries(graph)) {
      graph.rnnClearPreviousState();
      return Streams.batches(features.size(), 1);
    }
    int[] rows = cuts.grouped(features, IntStream.range(0, features.size()).toArray());
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < rows.length; from += BATCH) {
      batches.add(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + BATCH)));
    }
    return batches;
  }

  private static double[][] inOrder(double[][][] ofRows) {
    return Arrays.stream(ofRows).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  /** Reads the outputs of each row, one a step or a single one. */
  private void readBatch(Features features, int[] rows, StepCuts cuts, double[][][] outputs) {
    int kept = cuts.of(features, rows);
    try (INDArray input = Batches.features(features, rows, cuts, kept);
        INDArray mask = Batches.mask(features, rows, kept);
        INDArray output = output(input, mask);
        INDArray ordered = output.dup('c')) {
      float[] values = ordered.data().asFloat();
      int width = Math.toIntExact(ordered.size(1));
      int steps = ordered.rank() == 3 ? Math.toIntExact(ordered.size(2)) : 1;
      for (int i = 0; i < rows.length; i++) {
        double[][] read = new double[steps == 1 ? 1 : features.length(rows[i])][];
        for (int step = 0; step < read.length; step++) {
          read[step] = read(rows[i], values, i * width * steps + step, width, steps);
        }
        outputs[rows[i]] = read;
      }
    }
  }

  private INDArray output(INDArray input, @Nullable INDArray mask) {
    return mask == null
        ? graph.outputSingle(input)
        : graph.output(false, new INDArray[] {input}, new INDArray[] {mask}, null)[0];
  }

  private double[] read(int row, float[] raw, int offset, int width, int stride) {
    double[] values = new double[width];
    for (int output = 0; output < width; output++) {
      float value = raw[offset + output * stride];
      if (!Float.isFinite(value)) {
        throw new EvaluationException(
            "output %s of row %s is %s: the training diverged".formatted(output, row, value));
      }
      values[output] =
          targets.values().isEmpty() ? value : targets.values().get(output).scale().undo(value);
    }
    return values;
  }

  private static Predictions beside(double[][] outputs, Examples examples) {
    if (examples.targets() instanceof Targets.Labels labels) {
      return ClassPredictions.of(outputs, labels.toArray());
    }
    if (examples.targets() instanceof StepLabels labels) {
      return ClassPredictions.of(outputs, labels.toArray());
    }
    Targets.Values values = examples.values();
    double[][] right = new double[examples.size()][values.outputs()];
    for (int row = 0; row < right.length; row++) {
      for (int output = 0; output < values.outputs(); output++) {
        right[row][output] = values.value(row, output);
      }
    }
    return ValuePredictions.of(outputs, right);
  }

  /** Closes the graph; a second time does nothing. */
  @Override
  public void close() {
    NativeRelease.close(graph);
  }
}
