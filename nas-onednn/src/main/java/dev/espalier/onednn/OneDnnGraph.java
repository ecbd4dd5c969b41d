package dev.espalier.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link ComputationGraph} that trains and infers on oneDNN kernels.
 *
 * <p>Configuration, parameters, gradients, updater state, evaluation and files are those of the
 * stock graph; {@code fit} and {@code output} run a plan of oneDNN kernels that is compiled for
 * each size of input. What the compiler does not know exactly, it refuses: then the graph runs as
 * stock does, and {@link #explain} and one line of the log say why. {@code feedForward} and
 * whatever else reads single layers always run as stock.
 *
 * <p>Not thread-safe, as any graph; several graphs may train side by side, each on its own thread.
 * The threads of one training are those of OpenMP on its thread. {@link #close()} frees the memory.
 */
public class OneDnnGraph extends StatefulGraph implements AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final WorkspaceConfiguration LOSS_MEMORY =
      WorkspaceConfiguration.builder().policyLearning(LearningPolicy.FIRST_LOOP).build();

  private final transient Plans plans;
  private final transient Masks masks;
  private transient INDArray @Nullable [] expected;
  private transient @Nullable Gradient views;
  private transient @Nullable INDArray viewed;
  private transient boolean closed;

  /** By a configuration; {@link #init()} comes next, as for any graph. */
  public OneDnnGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
    this.masks = Masks.of(configuration);
    this.plans = new Plans(this);
  }

  @Override
  public void setLayerMaskArrays(
      INDArray @Nullable [] featureMasks, INDArray @Nullable [] labelMasks) {
    super.setLayerMaskArrays(masks.reaching(featureMasks), labelMasks);
  }

  /**
   * A graph in place of another, restored or built: on the same parameters, not a copy of them,
   * with its updater state, listeners and frozen layers.
   */
  public static OneDnnGraph wrap(ComputationGraph graph) {
    OneDnnGraph wrapped = new OneDnnGraph(graph.getConfiguration());
    wrapped.init(graph.params(), false);
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex.getLayer() instanceof FrozenLayer
          && !(wrapped.getLayer(vertex.getVertexName()) instanceof FrozenLayer)) {
        wrapped.getVertex(vertex.getVertexName()).setLayerAsFrozen();
      }
    }
    ComputationGraphUpdater updater = graph.getUpdater(false);
    if (updater != null && updater.getStateViewArray() != null) {
      wrapped.getUpdater(true).setStateViewArray(updater.getStateViewArray());
    }
    wrapped.setListeners(graph.getListeners());
    return wrapped;
  }

  @Override
  public ComputationGraph clone() {
    OneDnnGraph copy = wrap(super.clone());
    // DL4J forgets these, on which the next step of some updaters and schedules depends.
    copy.getConfiguration().setIterationCount(getIterationCount());
    copy.getConfiguration().setEpochCount(getEpochCount());
    if (carriesStates()) {
      copy.carryStates(); // from zero
    }
    return copy;
  }

  @Override
  public ComputationGraphUpdater getUpdater(boolean initializeIfAbsent) {
    ComputationGraphUpdater updater = super.getUpdater(false);
    if (updater == null && initializeIfAbsent) {
      setUpdater(new FusedUpdater(this));
      updater = super.getUpdater(false);
    }
    return updater;
  }

  @Override
  public void fit(
      INDArray[] inputs,
      INDArray[] labels,
      INDArray @Nullable [] featureMasks,
      INDArray @Nullable [] labelMasks) {
    requireOpen();
    if (getVertices() == null) {
      init(); // as the stock graph does
    }
    getUpdater(true);
    super.fit(inputs, labels, masks.reaching(featureMasks), labelMasks);
  }

  @Override
  public void computeGradientAndScore() {
    requireOpen();
    Optional<Plans.Run> run =
        masks.areClear(getInputMaskArrays(), getLabelMaskArrays()) && !listens()
            ? plans.find(Purpose.TRAINING, getInputs(), masks.taken(getInputMaskArrays()))
            : Optional.empty();
    if (run.isEmpty()) {
      super.computeGradientAndScore();
      return;
    }
    synchronizeIterEpochCounts();
    List<LossStep> outputs = run.get().plan().outputs();
    INDArray[] labels =
        Arguments.labels(
            expected,
            outputs.stream().map(LossStep::shape).toList(),
            configuration.getNetworkOutputs());
    long rows = labels[0].size(0);
    double sum = 0.0;
    MemoryWorkspace memory = lossMemory();
    try (memory) {
      for (int i = 0; i < labels.length; i++) {
        outputs.get(i).labels(labels[i], labelMask(i));
      }
      run(run.get());
      for (LossStep output : outputs) {
        sum += output.isMean() || conf().isMiniBatch() ? output.sum() / rows : output.sum();
      }
    }
    score = sum + calcRegularizationScore(true);
    gradient = gradientViews();
    for (TrainingListener listener : getListeners()) {
      listener.onBackwardPass(this);
    }
  }

  private @Nullable INDArray labelMask(int output) {
    INDArray[] all = getLabelMaskArrays();
    return all == null ? null : all[output];
  }

  /**
   * What a step on these features would take away from the running statistics of batch
   * normalization, by name; empty where no plan covers that.
   */
  Map<String, INDArray> statistics(INDArray[] features, INDArray @Nullable [] featureMasks) {
    requireOpen();
    Optional<Plans.Run> run = plans.find(Purpose.STATISTICS, features, masks.taken(featureMasks));
    if (run.isEmpty()) {
      return Map.of();
    }
    MemoryWorkspace memory = lossMemory();
    try (memory) {
      run(run.get());
    }
    return gradientViews().gradientForVariable();
  }

  /** In a workspace, where features that must be copied go. */
  private void run(Plans.Run run) {
    INDArray[] dense = Arguments.dense(run.arrays().toArray(INDArray[]::new));
    Arguments.requireFinite(dense);
    List<INDArray> arrays = new ArrayList<>(Arrays.asList(dense));
    arrays.addAll(carried(run.plan().states()));
    run.plan().run(this, arrays);
  }

  @Override
  public void setLabels(INDArray... labels) {
    expected = labels;
    super.setLabels(labels);
  }

  @Override
  public void setLabel(int index, INDArray label) {
    super.setLabel(index, label);
    INDArray[] all =
        expected == null || expected.length != getNumOutputArrays()
            ? new INDArray[getNumOutputArrays()]
            : expected;
    all[index] = label;
    expected = all;
  }

  @Override
  protected INDArray[] outputOfLayersDetached(
      boolean train,
      FwdPassType passType,
      int[] layerIndexes,
      INDArray[] features,
      INDArray @Nullable [] featureMasks,
      INDArray @Nullable [] labelMasks,
      boolean clearLayerInputs,
      boolean detachedInputs,
      @Nullable MemoryWorkspace outputWorkspace) {
    requireOpen();
    boolean plain =
        !train
            && features.length == getNumInputArrays()
            && passType == FwdPassType.STANDARD
            && labelMasks == null
            && Arrays.equals(layerIndexes, getOutputLayerIndices());
    Optional<Plans.Run> run =
        plain
            ? plans.find(Purpose.INFERENCE, features, masks.taken(featureMasks))
            : Optional.empty();
    if (run.isEmpty()) {
      return super.outputOfLayersDetached(
          train,
          passType,
          layerIndexes,
          features,
          featureMasks,
          labelMasks,
          clearLayerInputs,
          detachedInputs,
          outputWorkspace);
    }
    MemoryWorkspace memory = lossMemory();
    try (memory) {
      run(run.get());
    }
    return run.get().plan().outputs().stream().map(LossStep::output).toArray(INDArray[]::new);
  }

  /**
   * Makes ready for training steps, which the first one does otherwise: compiles them, and takes
   * their memory. Another thread may take them then.
   *
   * @param shapes as of {@link #explain}
   * @throws IllegalArgumentException as {@link #explain}
   */
  public void prepare(long[]... shapes) {
    GraphPlan plan = training(false, shapes).plan();
    if (plan != null) {
      plan.prepare(this);
    }
  }

  /**
   * How a training step runs.
   *
   * @param shapes shapes of the inputs, in their order, as of arrays that would be passed
   * @throws IllegalArgumentException if these are not as many as the graph has inputs, or one is
   *     none of {@code [rows, features]}, {@code [rows, features, steps]} and {@code [rows,
   *     channels, height, width]}
   */
  public Explanation explain(long[]... shapes) {
    return training(false, shapes).explain();
  }

  /**
   * How a training step runs on sequences of different length, with a mask of the only input.
   *
   * @param shape of that input, {@code [rows, features, steps]}
   * @throws IllegalArgumentException if the graph has several inputs, or the shape is another
   */
  public Explanation explainMasked(long... shape) {
    if (shape.length != 3) {
      throw new IllegalArgumentException(
          "shape %s; must be [rows, features, steps]".formatted(Arrays.toString(shape)));
    }
    return training(true, shape).explain();
  }

  private Plans.Compiled training(boolean masked, long[]... shapes) {
    requireOpen();
    if (shapes.length != getNumInputArrays()) {
      throw new IllegalArgumentException(
          "%s shapes for %s inputs".formatted(shapes.length, getNumInputArrays()));
    }
    List<InputSize> inputs = new ArrayList<>(Arrays.stream(shapes).map(InputSize::of).toList());
    if (masked) {
      inputs.add(InputSize.ofMask(new long[] {shapes[0][0], shapes[0][2]}));
    }
    return plans.get(Purpose.TRAINING, inputs, masked);
  }

  private static MemoryWorkspace lossMemory() {
    return Nd4j.getWorkspaceManager().getAndActivateWorkspace(LOSS_MEMORY, "ONEDNN_LOSS");
  }

  /** A listener that reads activations needs a graph that has them. */
  private boolean listens() {
    for (TrainingListener listener : getListeners()) {
      if (Arguments.readsActivations(listener)) {
        return true;
      }
    }
    return false;
  }

  private Gradient gradientViews() {
    if (views != null && viewed == flattenedGradients) {
      return views;
    }
    Gradient found = GradientViews.of(this, flattenedGradients);
    views = found;
    viewed = flattenedGradients;
    return found;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the graph is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      plans.close();
      NativeRelease.closeArrays(this);
      NativeRelease.closeWorkspaces();
    }
  }
}
