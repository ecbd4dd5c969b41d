package dev.espalier.onednn;

import dev.espalier.onednn.plan.CarriedState;
import java.util.List;
import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.Solver;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stock graph that carries states of recurrent layers from batch to batch, if it is asked to.
 * Stock's own truncated backpropagation begins each call at zero, and takes gradients as if each
 * window began there. Not thread-safe.
 */
abstract class StatefulGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  private transient @Nullable States states;

  StatefulGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  /**
   * From now on each batch goes on where the one before ended: row by row, the recurrent layers
   * begin in the states that they had there, be it in training or in inference. The gradient ends
   * where the batch begins. This is truncated backpropagation through time (Williams and Peng 1990)
   * over windows of a text that are passed one after another; the configuration must ask for it.
   *
   * <p>A row that ends in padding has ended, and begins anew at zero. A later batch may have fewer
   * rows, the first ones. {@link #rnnClearPreviousState()} has all begin anew.
   *
   * @throws IllegalStateException if the configuration's type of backpropagation is another, or a
   *     layer has a state that cannot be carried, such as one in both directions
   */
  public void carryStates() {
    if (configuration.getBackpropType() != BackpropType.TruncatedBPTT) {
      throw new IllegalStateException(
          "backpropagation is of type %s; must be TruncatedBPTT for states to be carried"
              .formatted(configuration.getBackpropType()));
    }
    states = new States(this);
    clearTbpttState = false;
  }

  final boolean carriesStates() {
    return states != null;
  }

  /** The arrays of the states that a plan goes on from, as of {@link States#of}. */
  final List<INDArray> carried(List<CarriedState> wanted) {
    return states == null ? List.of() : states.of(wanted);
  }

  /** A batch is one window where states are carried; otherwise it is cut as stock does. */
  @Override
  protected void doTruncatedBPTT(
      INDArray[] inputs,
      INDArray[] labels,
      INDArray @Nullable [] featureMasks,
      INDArray @Nullable [] labelMasks,
      LayerWorkspaceMgr workspaces) {
    if (states == null) {
      super.doTruncatedBPTT(inputs, labels, featureMasks, labelMasks, workspaces);
      return;
    }
    if (solver == null) {
      solver = new Solver.Builder().configure(conf()).listeners(getListeners()).model(this).build();
    }
    solver.optimize(workspaces);
  }

  /** Stock asks for gradients of windows that begin at zero, whatever the type. */
  @Override
  protected void calcBackpropGradients(
      boolean clearLayers, boolean truncated, INDArray... externalEpsilons) {
    super.calcBackpropGradients(clearLayers, truncated || states != null, externalEpsilons);
  }

  @Override
  public void computeGradientAndScore() {
    if (states == null) {
      super.computeGradientAndScore();
      return;
    }
    states.begin(getInput(0).size(0), true);
    super.computeGradientAndScore();
    states.end(true, getInputMaskArrays());
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
    States carried = !train && passType == FwdPassType.STANDARD ? states : null;
    if (carried != null) {
      carried.begin(features[0].size(0), false);
    }
    INDArray[] outputs =
        super.outputOfLayersDetached(
            train,
            carried == null ? passType : FwdPassType.RNN_TIMESTEP,
            layerIndexes,
            features,
            featureMasks,
            labelMasks,
            clearLayerInputs,
            detachedInputs,
            outputWorkspace);
    if (carried != null) {
      carried.end(false, featureMasks);
    }
    return outputs;
  }
}
