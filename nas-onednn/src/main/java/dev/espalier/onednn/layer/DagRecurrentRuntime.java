package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.DagRecurrentLayer.STATE_WEIGHTS;
import static dev.espalier.onednn.layer.DagRecurrentLayer.WEIGHTS;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A searched recurrent cell in ND4J operations, step by step and node by node. */
final class DagRecurrentRuntime
    extends StepwiseRuntime<DagRecurrentLayer, DagRecurrentRuntime.Moment> {
  private static final long serialVersionUID = 1L;

  DagRecurrentRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * How one state was made of another, a row an example.
   *
   * @param before the state that was read
   * @param gate share of it that is replaced
   * @param fresh what replaces it
   * @param after the state that was made
   */
  private record Update(INDArray before, INDArray gate, INDArray fresh, INDArray after) {}

  /**
   * What a step computes.
   *
   * @param updates the entry's, then one for each node
   * @param output what it puts out
   * @param after the state that it ends in
   */
  record Moment(List<Update> updates, INDArray output, INDArray after)
      implements StepwiseRuntime.Moment {}

  @Override
  List<Moment> moments(boolean training, INDArray state, LayerWorkspaceMgr workspaces) {
    int[] inputs = layerConf().getInputs();
    CellActivation[] activations = layerConf().getActivations();
    INDArray products = rows(input).mmul(parameter(WEIGHTS, training, workspaces));
    List<INDArray> weights = weights(training, workspaces);
    INDArray h = state;
    List<Moment> moments = new ArrayList<>();
    for (int step = 0; step < input.size(2); step++) {
      List<Update> updates = new ArrayList<>();
      INDArray entry = h.mmul(weights.get(0)).addi(rowsOf(products, step));
      updates.add(update(h, entry, layerConf().getEntry()));
      for (int i = 0; i < inputs.length; i++) {
        INDArray before = updates.get(inputs[i]).after();
        updates.add(update(before, before.mmul(weights.get(i + 1)), activations[i]));
      }
      INDArray mean = mean(updates);
      if (isMasked()) {
        INDArray mask = mask(step);
        h = h.add(mean.sub(h).muliColumnVector(mask));
        mean.muliColumnVector(mask);
      } else {
        h = mean;
      }
      moments.add(new Moment(updates, mean, h));
    }
    return moments;
  }

  /** Those that are multiplied with states: the entry's, then each node's. */
  private List<INDArray> weights(boolean training, LayerWorkspaceMgr workspaces) {
    return keys().stream().map(key -> parameter(key, training, workspaces)).toList();
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    keys.add(STATE_WEIGHTS);
    for (int node = 1; node <= layerConf().getInputs().length; node++) {
      keys.add(DagRecurrentLayer.weightsOf(node));
    }
    return keys;
  }

  private Update update(INDArray before, INDArray product, CellActivation activation) {
    INDArray gate = Transforms.sigmoid(gate(product, 0), true);
    INDArray fresh = activation.apply(gate(product, 1));
    INDArray after = fresh.sub(before).muli(gate).addi(before);
    return new Update(before, gate, fresh, after);
  }

  private INDArray mean(List<Update> updates) {
    INDArray sum = Nd4j.zeros(dataType, input.size(0), layerConf().getNOut());
    int merged = 0;
    for (int state = 1; state < updates.size(); state++) {
      if (layerConf().isMerged(state)) {
        sum.addi(updates.get(state).after());
        merged++;
      }
    }
    return sum.divi(merged);
  }

  @Override
  INDArray backward(
      INDArray epsilon, List<Moment> moments, int from, LayerWorkspaceMgr workspaces) {
    long batch = input.size(0);
    long units = layerConf().getNOut();
    Backward backward = new Backward(moments.size() * batch, workspaces);
    INDArray carried = Nd4j.zeros(dataType, batch, units);
    for (int step = moments.size() - 1; step >= from; step--) {
      INDArray dMean = carried.add(step(epsilon, step).castTo(dataType));
      if (!isMasked()) {
        carried = backward.step(step, moments.get(step), dMean);
      } else {
        INDArray mask = mask(step);
        INDArray kept = carried.mulColumnVector(mask.rsub(1.0));
        dMean.muliColumnVector(mask);
        carried = backward.step(step, moments.get(step), dMean).addi(kept);
      }
    }
    return backward.finish(moments);
  }

  /** One pass back through time, which gathers the gradients of the products of all steps. */
  private final class Backward {
    private final int[] inputs = layerConf().getInputs();
    private final CellActivation[] activations = layerConf().getActivations();
    private final INDArray inputWeights;
    private final List<INDArray> weights;
    private final List<INDArray> dProducts = new ArrayList<>();

    Backward(long rows, LayerWorkspaceMgr workspaces) {
      inputWeights = parameter(WEIGHTS, true, workspaces);
      weights = weights(true, workspaces);
      for (int state = 0; state <= inputs.length; state++) {
        dProducts.add(Nd4j.zeros(dataType, rows, 2 * layerConf().getNOut()));
      }
    }

    /** The gradient of the state before, for that of the mean. */
    INDArray step(int step, Moment moment, INDArray dMean) {
      int nodes = inputs.length;
      int merged = 0;
      for (int state = 1; state <= nodes; state++) {
        merged += layerConf().isMerged(state) ? 1 : 0;
      }
      INDArray share = dMean.div(merged);
      List<INDArray> dStates = new ArrayList<>();
      for (int state = 0; state <= nodes; state++) {
        dStates.add(layerConf().isMerged(state) ? share.dup() : share.like());
      }
      for (int state = nodes; state > 0; state--) {
        dStates
            .get(inputs[state - 1])
            .addi(state(step, state, moment, activations[state - 1], dStates.get(state)));
      }
      return state(step, 0, moment, layerConf().getEntry(), dStates.get(0));
    }

    /** The gradient of the state that was read, for that of the one that was made. */
    private INDArray state(
        int step, int state, Moment moment, CellActivation activation, INDArray dAfter) {
      Update update = moment.updates().get(state);
      INDArray dProduct = rowsOf(dProducts.get(state), step);
      INDArray left = update.gate().rsub(1.0);
      INDArray dGate = update.fresh().sub(update.before()).muli(update.gate()).muli(left);
      gate(dProduct, 0).assign(dGate.muli(dAfter));
      gate(dProduct, 1).assign(activation.slope(update.fresh()).muli(update.gate()).muli(dAfter));
      return dProduct.mmul(weights.get(state).transpose()).addi(left.muli(dAfter));
    }

    /** Writes the gradients of the parameters and returns that of the input's rows. */
    INDArray finish(List<Moment> moments) {
      List<String> keys = keys();
      for (int state = 0; state < keys.size(); state++) {
        INDArray[] before = new INDArray[moments.size()];
        for (int step = 0; step < before.length; step++) {
          before[step] = moments.get(step).updates().get(state).before();
        }
        gradientView(keys.get(state))
            .assign(Nd4j.concat(0, before).transpose().mmul(dProducts.get(state)));
      }
      gradientView(WEIGHTS).assign(rows(input).transpose().mmul(dProducts.get(0)));
      return dProducts.get(0).mmul(inputWeights.transpose());
    }
  }
}
