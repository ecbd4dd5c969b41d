package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.GruLayer.BIAS;
import static dev.espalier.onednn.layer.GruLayer.STATE_BIAS;
import static dev.espalier.onednn.layer.GruLayer.STATE_WEIGHTS;
import static dev.espalier.onednn.layer.GruLayer.WEIGHTS;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Map;
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
import org.nd4j.linalg.ops.transforms.Transforms;

/** Gated recurrent units in ND4J operations, step by step. */
final class GruRuntime extends BaseRecurrentLayer<GruLayer> {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "state";

  GruRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * What a step computes, a row an example.
   *
   * @param before the state that it starts from
   * @param reset gate r
   * @param update gate z
   * @param fresh n, the state that it proposes
   * @param remembered the state's part of n before the reset gate
   * @param after the state that it ends in
   */
  private record Moment(
      INDArray before,
      INDArray reset,
      INDArray update,
      INDArray fresh,
      INDArray remembered,
      INDArray after) {}

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return activate(training, null, workspaces).output();
  }

  private record Run(INDArray output, INDArray last) {}

  private Run activate(boolean training, @Nullable INDArray state, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    Moment[] moments = moments(training, state, workspaces);
    long units = layerConf().getNOut();
    INDArray output =
        workspaces.create(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {input.size(0), units, moments.length},
            'f');
    for (int step = 0; step < moments.length; step++) {
      step(output, step).assign(moments[step].after());
    }
    return new Run(output, moments[moments.length - 1].after());
  }

  private static INDArray step(INDArray sequences, long step) {
    return sequences.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(step));
  }

  /** All steps of all examples as rows, step by step. */
  private INDArray rows(INDArray sequences) {
    return sequences
        .castTo(dataType)
        .permute(2, 0, 1)
        .dup('c')
        .reshape('c', sequences.size(2) * sequences.size(0), sequences.size(1));
  }

  private INDArray rowsOf(INDArray rows, long step) {
    long batch = input.size(0);
    return rows.get(NDArrayIndex.interval(step * batch, (step + 1) * batch), NDArrayIndex.all());
  }

  /** The columns of a gate: 0 for r, 1 for z, 2 for n. */
  private INDArray gate(INDArray all, int index) {
    long units = layerConf().getNOut();
    return all.get(NDArrayIndex.all(), NDArrayIndex.interval(index * units, (index + 1) * units));
  }

  private Moment[] moments(
      boolean training, @Nullable INDArray state, LayerWorkspaceMgr workspaces) {
    requireSequences();
    INDArray inputs =
        rows(input)
            .mmul(getParamWithNoise(WEIGHTS, training, workspaces))
            .addiRowVector(getParamWithNoise(BIAS, training, workspaces));
    INDArray weights = getParamWithNoise(STATE_WEIGHTS, training, workspaces);
    INDArray bias = getParamWithNoise(STATE_BIAS, training, workspaces);
    INDArray h =
        state == null
            ? Nd4j.zeros(dataType, input.size(0), layerConf().getNOut())
            : state.castTo(dataType);
    Moment[] moments = new Moment[(int) input.size(2)];
    for (int step = 0; step < moments.length; step++) {
      INDArray own = rowsOf(inputs, step);
      INDArray recalled = h.mmul(weights).addiRowVector(bias);
      INDArray r = Transforms.sigmoid(gate(own, 0).add(gate(recalled, 0)), false);
      INDArray z = Transforms.sigmoid(gate(own, 1).add(gate(recalled, 1)), false);
      INDArray remembered = gate(recalled, 2).dup();
      INDArray n = Transforms.tanh(remembered.mul(r).addi(gate(own, 2)), false);
      INDArray after = z.mul(h).addi(z.rsub(1.0).muli(n));
      if (maskArray != null) {
        after.muliColumnVector(mask(step));
      }
      moments[step] = new Moment(h, r, z, n, remembered, after);
      h = after;
    }
    return moments;
  }

  private INDArray mask(int step) {
    return requireNonNull(maskArray)
        .get(NDArrayIndex.all(), NDArrayIndex.point(step))
        .castTo(dataType)
        .dup()
        .reshape(input.size(0), 1);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    return backward(epsilon, 0, null, workspaces);
  }

  /**
   * Back through time.
   *
   * @param from the first step whose output's gradient is passed on to the steps before
   */
  private Pair<Gradient, INDArray> backward(
      INDArray epsilon, int from, @Nullable INDArray state, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Moment[] moments = moments(true, state, workspaces);
    INDArray weights = getParamWithNoise(STATE_WEIGHTS, true, workspaces);
    long batch = input.size(0);
    long units = layerConf().getNOut();
    INDArray dInputs = Nd4j.zeros(dataType, moments.length * batch, 3 * units);
    INDArray dWeights = gradientView(STATE_WEIGHTS).assign(0.0);
    INDArray dBias = gradientView(STATE_BIAS).assign(0.0);
    INDArray carried = Nd4j.zeros(dataType, batch, units);
    for (int step = moments.length - 1; step >= from; step--) {
      Moment m = moments[step];
      INDArray dh = carried.add(step(epsilon, step).castTo(dataType));
      if (maskArray != null) {
        dh.muliColumnVector(mask(step));
      }
      INDArray dz = dh.mul(m.before().sub(m.fresh())).muli(m.update()).muli(m.update().rsub(1.0));
      INDArray dn = dh.mul(m.update().rsub(1.0)).muli(m.fresh().mul(m.fresh()).rsubi(1.0));
      INDArray dr = dn.mul(m.remembered()).muli(m.reset()).muli(m.reset().rsub(1.0));
      INDArray own = rowsOf(dInputs, step);
      gate(own, 0).assign(dr);
      gate(own, 1).assign(dz);
      gate(own, 2).assign(dn);
      INDArray recalled = own.dup();
      gate(recalled, 2).muli(m.reset());
      dWeights.addi(m.before().transpose().mmul(recalled));
      dBias.addi(recalled.sum(true, 0));
      carried = recalled.mmul(weights.transpose()).addi(dh.mul(m.update()));
    }
    gradientView(WEIGHTS).assign(rows(input).transpose().mmul(dInputs));
    gradientView(BIAS).assign(dInputs.sum(true, 0));
    INDArray dx =
        dInputs
            .mmul(getParamWithNoise(WEIGHTS, true, workspaces).transpose())
            .dup('c')
            .reshape('c', moments.length, batch, input.size(1))
            .permute(1, 2, 0)
            .dup('f');
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach(gradient::setGradientFor);
    weightNoiseParams.clear();
    return new Pair<>(
        gradient, backpropDropOutIfPresent(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, dx)));
  }

  private INDArray gradientView(String key) {
    return requireNonNull(gradientViews.get(key), key);
  }

  private void requireSequences() {
    if (input.rank() != 3 || input.size(1) != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          "input %s must be of shape [batch, %d, steps] %s"
              .formatted(Arrays.toString(input.shape()), layerConf().getNIn(), layerId()));
    }
  }

  @Override
  public INDArray rnnTimeStep(INDArray sequences, LayerWorkspaceMgr workspaces) {
    setInput(sequences, workspaces);
    Run run = activate(false, stateMap.get(STATE), workspaces);
    stateMap.put(STATE, run.last().detach());
    return run.output();
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray sequences, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
    setInput(sequences, workspaces);
    Run run = activate(training, stateMap.get(STATE), workspaces);
    if (storeLast) {
      tBpttStateMap.put(STATE, run.last().detach());
    }
    return run.output();
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaces) {
    int from = (int) Math.max(0, input.size(2) - backwardLength);
    // Where the window began; tBpttStateMap holds the state at its end by now.
    return backward(epsilon, from, stateMap.get(STATE), workspaces);
  }

  @Override
  public Map<String, INDArray> rnnGetPreviousState() {
    return Map.copyOf(stateMap);
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
