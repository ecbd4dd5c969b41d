package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Library;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
public class OneDnnGraph extends ComputationGraph implements AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnGraph.class);

  /** Plans of one graph that are kept: sizes of input for training and inference. */
  private static final int MOST_PLANS = 6;

  private static final WorkspaceConfiguration LOSS_MEMORY =
      WorkspaceConfiguration.builder().policyLearning(LearningPolicy.FIRST_LOOP).build();

  private record Key(Purpose purpose, List<InputSize> inputs, boolean masked, int threads) {}

  /** A plan, and the arrays that it runs on. */
  private record Run(GraphPlan plan, List<INDArray> arrays) {}

  /** A plan, or why there is none. */
  private record Compiled(@Nullable GraphPlan plan, String refusal) {
    void close() {
      if (plan != null) {
        plan.close();
      }
    }
  }

  private final transient Map<Key, Compiled> plans = new LinkedHashMap<>(8, 0.75f, true);
  private final transient Set<String> logged = new HashSet<>();

  private final transient Masks masks;
  private transient INDArray @Nullable [] expected;
  private transient @Nullable Gradient views;
  private transient @Nullable INDArray viewed;
  private transient boolean closed;

  /** By a configuration; {@link #init()} comes next, as for any graph. */
  public OneDnnGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
    this.masks = Masks.of(configuration);
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
    Optional<Run> run =
        getLabelMaskArrays() == null && !listens()
            ? plan(Purpose.TRAINING, getInputs(), getInputMaskArrays())
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
        outputs.get(i).labels(labels[i]);
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

  /**
   * What a step on these features would take away from the running statistics of batch
   * normalization, by name; empty where no plan covers that.
   */
  Map<String, INDArray> statistics(INDArray[] features, INDArray @Nullable [] featureMasks) {
    requireOpen();
    Optional<Run> run = plan(Purpose.STATISTICS, features, featureMasks);
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
  private void run(Run run) {
    INDArray[] dense = Arguments.dense(run.arrays().toArray(INDArray[]::new));
    Arguments.requireFinite(dense);
    run.plan().run(this, dense);
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
    Optional<Run> run = plain ? plan(Purpose.INFERENCE, features, featureMasks) : Optional.empty();
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
    return explain(training(false, shapes));
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
    return explain(training(true, shape));
  }

  private static Explanation explain(Compiled compiled) {
    return compiled.plan() == null
        ? new Explanation(Optional.of(compiled.refusal()), List.of(), 0)
        : compiled.plan().explain();
  }

  private Compiled training(boolean masked, long[]... shapes) {
    requireOpen();
    if (shapes.length != getNumInputArrays()) {
      throw new IllegalArgumentException(
          "%s shapes for %s inputs".formatted(shapes.length, getNumInputArrays()));
    }
    List<InputSize> inputs = new ArrayList<>(Arrays.stream(shapes).map(InputSize::of).toList());
    if (masked) {
      inputs.add(InputSize.ofMask(new long[] {shapes[0][0], shapes[0][2]}));
    }
    return compiled(new Key(Purpose.TRAINING, inputs, masked, Kernels.threads()));
  }

  private Optional<Run> plan(
      Purpose purpose, INDArray[] features, INDArray @Nullable [] featureMasks) {
    Optional<List<INDArray>> taken = masks.taken(featureMasks);
    if (taken.isEmpty()) {
      log("masks of several inputs, or of which the steps that count do not come first");
      return Optional.empty();
    }
    Optional<List<InputSize>> inputs = Arguments.sizes(features);
    if (inputs.isEmpty()) {
      log("an input that is not rows, series or maps of floats");
      return Optional.empty();
    }
    List<InputSize> sizes = new ArrayList<>(inputs.get());
    taken.get().forEach(mask -> sizes.add(InputSize.ofMask(mask.shape())));
    Compiled compiled =
        compiled(new Key(purpose, sizes, !taken.get().isEmpty(), Kernels.threads()));
    if (compiled.plan() == null) {
      log(compiled.refusal());
      return Optional.empty();
    }
    List<INDArray> arrays = new ArrayList<>(Arrays.asList(features));
    arrays.addAll(taken.get());
    return Optional.of(new Run(compiled.plan(), arrays));
  }

  private Compiled compiled(Key key) {
    Compiled known = plans.get(key);
    if (known != null) {
      return known;
    }
    Compiled compiled = compile(key);
    plans.put(key, compiled);
    if (plans.size() > MOST_PLANS) {
      Key eldest = plans.keySet().iterator().next();
      plans.remove(eldest).close();
    }
    return compiled;
  }

  private Compiled compile(Key key) {
    Optional<String> fault = Library.fault();
    if (fault.isPresent()) {
      return new Compiled(null, fault.get());
    }
    if (flattenedGradients == null && key.purpose() != Purpose.INFERENCE) {
      initGradientsView();
    }
    try {
      return new Compiled(GraphPlan.compile(this, key.inputs(), key.masked(), key.purpose()), "");
    } catch (UnsupportedGraphException unsupported) {
      return new Compiled(null, String.valueOf(unsupported.getMessage()));
    }
  }

  private void log(String reason) {
    if (logged.add(reason)) {
      LOG.info("runs on stock kernels: {}", reason);
    }
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
    Gradient found = new DefaultGradient(flattenedGradients);
    for (int index : topologicalSortOrder()) {
      GraphVertex vertex = getVertices()[index];
      Layer layer = vertex.getLayer();
      if (layer == null || vertex.numParams() == 0 || layer instanceof FrozenLayer) {
        continue; // as in the stock graph, a frozen layer has no gradient
      }
      Map<String, INDArray> parts =
          layer
              .conf()
              .getLayer()
              .initializer()
              .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
      parts.forEach(
          (name, part) -> found.setGradientFor(vertex.getVertexName() + "_" + name, part));
    }
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
      plans.values().forEach(Compiled::close);
      plans.clear();
      NativeRelease.closeArrays(this);
      NativeRelease.closeWorkspaces();
    }
  }
}
