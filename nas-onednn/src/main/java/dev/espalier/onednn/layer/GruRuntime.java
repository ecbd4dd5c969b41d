package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.GruLayer.BIAS;
import static dev.espalier.onednn.layer.GruLayer.STATE_BIAS;
import static dev.espalier.onednn.layer.GruLayer.STATE_WEIGHTS;
import static dev.espalier.onednn.layer.GruLayer.WEIGHTS;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Gated recurrent units in ND4J operations, step by step. */
final class GruRuntime extends StepwiseRuntime<GruLayer, GruRuntime.Moment> {
  private static final long serialVersionUID = 1L;

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
  record Moment(
      INDArray before,
      INDArray reset,
      INDArray update,
      INDArray fresh,
      INDArray remembered,
      INDArray after)
      implements StepwiseRuntime.Moment {
    @Override
    public INDArray output() {
      return after;
    }
  }

  /** The gates' columns are 0 for r, 1 for z, 2 for n. */
  @Override
  List<Moment> moments(boolean training, INDArray state, LayerWorkspaceMgr workspaces) {
    INDArray inputs =
        rows(input)
            .mmul(parameter(WEIGHTS, training, workspaces))
            .addiRowVector(parameter(BIAS, training, workspaces));
    INDArray weights = parameter(STATE_WEIGHTS, training, workspaces);
    INDArray bias = parameter(STATE_BIAS, training, workspaces);
    INDArray h = state;
    List<Moment> moments = new ArrayList<>();
    for (int step = 0; step < input.size(2); step++) {
      INDArray own = rowsOf(inputs, step);
      INDArray recalled = h.mmul(weights).addiRowVector(bias);
      INDArray r = Transforms.sigmoid(gate(own, 0).add(gate(recalled, 0)), false);
      INDArray z = Transforms.sigmoid(gate(own, 1).add(gate(recalled, 1)), false);
      INDArray remembered = gate(recalled, 2).dup();
      INDArray n = Transforms.tanh(remembered.mul(r).addi(gate(own, 2)), false);
      INDArray after = z.mul(h).addi(z.rsub(1.0).muli(n));
      if (isMasked()) {
        after.muliColumnVector(mask(step));
      }
      moments.add(new Moment(h, r, z, n, remembered, after));
      h = after;
    }
    return moments;
  }

  @Override
  INDArray backward(
      INDArray epsilon, List<Moment> moments, int from, LayerWorkspaceMgr workspaces) {
    INDArray weights = parameter(STATE_WEIGHTS, true, workspaces);
    long batch = input.size(0);
    long units = layerConf().getNOut();
    INDArray dInputs = Nd4j.zeros(dataType, moments.size() * batch, 3 * units);
    INDArray dWeights = gradientView(STATE_WEIGHTS).assign(0.0);
    INDArray dBias = gradientView(STATE_BIAS).assign(0.0);
    INDArray carried = Nd4j.zeros(dataType, batch, units);
    for (int step = moments.size() - 1; step >= from; step--) {
      Moment m = moments.get(step);
      INDArray dh = carried.add(step(epsilon, step).castTo(dataType));
      if (isMasked()) {
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
    return dInputs.mmul(parameter(WEIGHTS, true, workspaces).transpose());
  }
}
