package dev.espalier.onednn.layer;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What recurrent layers have in common: step after step with a state, forwards and back through
 * time, over whole sequences and over windows of them.
 *
 * @param <C> the layer's configuration
 * @param <M> what it computes at a step
 */
abstract class StepwiseRuntime<C extends StepwiseLayer, M extends StepwiseRuntime.Moment>
    extends BaseRecurrentLayer<C> {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "state";

  StepwiseRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** What a step computes, a row an example. */
  interface Moment {
    /** What it puts out. */
    INDArray output();

    /** The state that it ends in. */
    INDArray after();
  }

  /**
   * All steps of the input that was set.
   *
   * @param state the state before the first
   */
  abstract List<M> moments(boolean training, INDArray state, LayerWorkspaceMgr workspaces);

  /**
   * Back through time: writes the gradients of the parameters to their views.
   *
   * @param from the first step whose output's gradient is passed on to the steps before
   * @return the gradient of {@link #rows} of the input
   */
  abstract INDArray backward(
      INDArray epsilon, List<M> moments, int from, LayerWorkspaceMgr workspaces);

  @Override
  public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return activate(training, null, workspaces).output();
  }

  private record Run(INDArray output, INDArray last) {}

  private Run activate(boolean training, @Nullable INDArray state, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    requireSequences();
    applyDropOutIfNecessary(training, workspaces);
    List<M> moments = moments(training, start(state), workspaces);
    INDArray output =
        workspaces.create(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {input.size(0), layerConf().getNOut(), moments.size()},
            'f');
    for (int step = 0; step < moments.size(); step++) {
      step(output, step).assign(moments.get(step).output());
    }
    return new Run(output, moments.get(moments.size() - 1).after());
  }

  private INDArray start(@Nullable INDArray state) {
    return state == null
        ? Nd4j.zeros(dataType, input.size(0), layerConf().getNOut())
        : state.castTo(dataType);
  }

  private void requireSequences() {
    if (input.rank() != 3 || input.size(1) != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          "input %s must be of shape [batch, %s, steps] %s"
              .formatted(Arrays.toString(input.shape()), layerConf().getNIn(), layerId()));
    }
  }

  @Override
  public final Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaces) {
    return backward(epsilon, 0, null, workspaces);
  }

  private Pair<Gradient, INDArray> backward(
      INDArray epsilon, int from, @Nullable INDArray state, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    List<M> moments = moments(true, start(state), workspaces);
    INDArray dx =
        backward(epsilon, moments, from, workspaces)
            .dup('c')
            .reshape('c', moments.size(), input.size(0), input.size(1))
            .permute(1, 2, 0)
            .dup('f');
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach(gradient::setGradientFor);
    weightNoiseParams.clear();
    return new Pair<>(
        gradient, backpropDropOutIfPresent(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, dx)));
  }

  /** One step of all examples. */
  final INDArray step(INDArray sequences, long step) {
    return sequences.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(step));
  }

  /** All steps of all examples as rows, step by step. */
  final INDArray rows(INDArray sequences) {
    return sequences
        .castTo(dataType)
        .permute(2, 0, 1)
        .dup('c')
        .reshape('c', sequences.size(2) * sequences.size(0), sequences.size(1));
  }

  /** The rows of a step. */
  final INDArray rowsOf(INDArray rows, long step) {
    long batch = input.size(0);
    return rows.get(NDArrayIndex.interval(step * batch, (step + 1) * batch), NDArrayIndex.all());
  }

  /** The columns of a gate, where those of all are side by side. */
  final INDArray gate(INDArray all, int index) {
    long units = layerConf().getNOut();
    return all.get(NDArrayIndex.all(), NDArrayIndex.interval(index * units, (index + 1) * units));
  }

  final boolean isMasked() {
    return maskArray != null;
  }

  /** The mask of a step as a column. */
  final INDArray mask(int step) {
    return requireNonNull(maskArray)
        .get(NDArrayIndex.all(), NDArrayIndex.point(step))
        .castTo(dataType)
        .dup()
        .reshape(input.size(0), 1);
  }

  final INDArray parameter(String key, boolean training, LayerWorkspaceMgr workspaces) {
    return getParamWithNoise(key, training, workspaces);
  }

  final INDArray gradientView(String key) {
    return requireNonNull(gradientViews.get(key), key);
  }

  @Override
  public final INDArray rnnTimeStep(INDArray sequences, LayerWorkspaceMgr workspaces) {
    setInput(sequences, workspaces);
    Run run = activate(false, stateMap.get(STATE), workspaces);
    stateMap.put(STATE, run.last().detach());
    return run.output();
  }

  @Override
  public final INDArray rnnActivateUsingStoredState(
      INDArray sequences, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
    setInput(sequences, workspaces);
    Run run = activate(training, stateMap.get(STATE), workspaces);
    if (storeLast) {
      tBpttStateMap.put(STATE, run.last().detach());
    }
    return run.output();
  }

  @Override
  public final Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaces) {
    int from = (int) Math.max(0, input.size(2) - backwardLength);
    // Where the window began; tBpttStateMap holds the state at its end by now.
    return backward(epsilon, from, stateMap.get(STATE), workspaces);
  }

  @Override
  public final Map<String, INDArray> rnnGetPreviousState() {
    return new TreeMap<>(stateMap);
  }

  @Override
  public final Type type() {
    return Type.RECURRENT;
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }
}
