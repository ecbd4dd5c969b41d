package dev.espalier.onednn;

import dev.espalier.onednn.plan.Memory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * DL4J's updater with one pass over each block of parameters, on the same state, where DL4J starts
 * several operations for each. Penalties and clipping stay DL4J's own. With update rules that it
 * does not know it leaves all to DL4J.
 */
final class FusedUpdater extends StatisticsUpdater {
  private static final long serialVersionUID = 1L;

  private final transient ComputationGraph graph;
  private final transient UpdateRule.Scratch scratch = new UpdateRule.Scratch();

  FusedUpdater(ComputationGraph graph) {
    super(graph);
    this.graph = graph;
  }

  @Override
  void apply(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    if (!isOwn(gradient) || !coversAll()) {
      super.apply(gradient, iteration, epoch, batchSize, workspaces);
      return;
    }
    INDArray kept = getStateViewArray();
    Memory.use(
        graph.getFlattenedGradients(),
        gradients -> {
          if (kept == null) {
            apply(gradient, gradients, FloatBuffer.allocate(0), iteration, epoch, batchSize);
          } else {
            Memory.use(
                kept, state -> apply(gradient, gradients, state, iteration, epoch, batchSize));
          }
        });
  }

  private void apply(
      Gradient gradient,
      FloatBuffer gradients,
      FloatBuffer state,
      int iteration,
      int epoch,
      int batchSize) {
    float scale = isMiniBatch() ? 1f / batchSize : 1f;
    boolean clipped = clips();
    if (clipped) {
      divide(gradients, scale);
      clip(gradient, iteration);
    }
    for (UpdaterBlock block : getUpdaterBlocks()) {
      IUpdater settings = block.getGradientUpdater().getConfig();
      if (settings instanceof NoOp) {
        continue;
      }
      boolean divided = clipped;
      if (!divided && has(block, ApplyStep.BEFORE_UPDATER)) {
        divide(gradients, block, scale);
        divided = true;
      }
      penalise(block, ApplyStep.BEFORE_UPDATER, iteration, epoch);
      UpdateRule.of(settings, iteration, epoch)
          .orElseThrow()
          .apply(
              gradients,
              block.getParamOffsetStart(),
              block.getParamOffsetEnd() - block.getParamOffsetStart(),
              state,
              block.getUpdaterViewOffsetStart(),
              divided ? 1f : scale,
              scratch);
      penalise(block, ApplyStep.POST_UPDATER, iteration, epoch);
    }
  }

  /** Whether it lies in the graph's own memory; DL4J wraps that in a new array each time. */
  private boolean isOwn(Gradient gradient) {
    INDArray own = graph.getFlattenedGradients();
    INDArray given = gradient.gradient();
    return own.dataType() == DataType.FLOAT
        && given.length() == own.length()
        && Memory.address(given) == Memory.address(own);
  }

  private boolean coversAll() {
    for (UpdaterBlock block : getUpdaterBlocks()) {
      IUpdater settings = block.getGradientUpdater().getConfig();
      if (!(settings instanceof NoOp) && UpdateRule.of(settings, 0, 0).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void clip(Gradient gradient, int iteration) {
    for (Trainable layer : getOrderedLayers()) {
      String prefix = layer.getConfig().getLayerName() + "_";
      Gradient part = new DefaultGradient();
      for (Map.Entry<String, INDArray> entry : gradient.gradientForVariable().entrySet()) {
        String key = entry.getKey();
        if (key.startsWith(prefix) && key.lastIndexOf('_') == prefix.length() - 1) {
          part.setGradientFor(key.substring(prefix.length()), entry.getValue());
        }
      }
      preApply(layer, part, iteration);
    }
  }

  /** Running statistics are in blocks without an update rule, which are not divided. */
  private void divide(FloatBuffer gradients, float scale) {
    for (UpdaterBlock block : getUpdaterBlocks()) {
      if (!(block.getGradientUpdater().getConfig() instanceof NoOp)) {
        divide(gradients, block, scale);
      }
    }
  }

  private void divide(FloatBuffer gradients, UpdaterBlock block, float scale) {
    int start = block.getParamOffsetStart();
    new UpdateRule.Descent(scale)
        .apply(
            gradients,
            start,
            block.getParamOffsetEnd() - start,
            FloatBuffer.allocate(0),
            0,
            1f,
            scratch);
  }

  private static boolean has(UpdaterBlock block, ApplyStep step) {
    for (UpdaterBlock.ParamState part : block.getLayersAndVariablesInBlock()) {
      if (penalties(part).stream().anyMatch(penalty -> penalty.applyStep() == step)) {
        return true;
      }
    }
    return false;
  }

  private static void penalise(UpdaterBlock block, ApplyStep step, int iteration, int epoch) {
    IUpdater settings = block.getGradientUpdater().getConfig();
    double rate = settings.hasLearningRate() ? settings.getLearningRate(iteration, epoch) : 1.0;
    for (UpdaterBlock.ParamState part : block.getLayersAndVariablesInBlock()) {
      for (Regularization penalty : penalties(part)) {
        if (penalty.applyStep() == step) {
          penalty.apply(part.getParamView(), part.getGradView(), rate, iteration, epoch);
        }
      }
    }
  }

  private static List<Regularization> penalties(UpdaterBlock.ParamState part) {
    return Optional.ofNullable(
            part.getLayer().getConfig().getRegularizationByParam(part.getParamName()))
        .orElse(List.of());
  }
}
