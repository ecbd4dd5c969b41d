package dev.espalier.onednn;

import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.plan.CarriedState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * States of a graph's recurrent layers that go on from one batch to the next. They are kept where
 * Deeplearning4j keeps them: in the layers. Not thread-safe.
 */
final class States {
  private static final Set<Class<?>> CARRIED =
      Set.of(LSTM.class, SimpleRnn.class, GruLayer.class, DagRecurrentLayer.class);

  private final ComputationGraph graph;

  /**
   * Of a graph.
   *
   * @throws IllegalStateException if one of its layers has a state that cannot be carried
   */
  States(ComputationGraph graph) {
    this.graph = graph;
    for (Layer layer : graph.getLayers()) {
      boolean recurrent = layer instanceof RecurrentLayer || isWrapped(layer);
      if (recurrent && !CARRIED.contains(layer.conf().getLayer().getClass())) {
        throw new IllegalStateException(
            "layer %s (%s) has a state that cannot be carried; it must be an LSTM, SimpleRnn, GruLayer or DagRecurrentLayer by itself"
                .formatted(
                    layer.conf().getLayer().getLayerName(),
                    layer.conf().getLayer().getClass().getSimpleName()));
      }
    }
  }

  private static boolean isWrapped(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return wrapper.getUnderlying() instanceof RecurrentLayer;
    } else if (layer instanceof FrozenLayer frozen) {
      return frozen.getInsideLayer() instanceof RecurrentLayer;
    }
    return layer instanceof BidirectionalLayer;
  }

  /**
   * The arrays that a plan goes on from, and leaves its states in.
   *
   * @throws IllegalStateException if the batch before had fewer rows
   */
  List<INDArray> of(List<CarriedState> wanted) {
    List<INDArray> arrays = new ArrayList<>();
    for (CarriedState each : wanted) {
      RecurrentLayer layer = (RecurrentLayer) graph.getLayer(each.vertex());
      Map<String, INDArray> known = layer.rnnGetPreviousState();
      INDArray array = ready(known.get(each.key()), each);
      if (known.put(each.key(), array) != array) {
        layer.rnnSetPreviousState(known);
      }
      arrays.add(array);
    }
    return arrays;
  }

  /** A state that lies as plans take it, zero where there is none. */
  private static INDArray ready(@Nullable INDArray known, CarriedState wanted) {
    MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    try (outside) {
      return known == null
          ? Nd4j.zeros(DataType.FLOAT, wanted.rows(), wanted.units())
          : Arguments.dense(new INDArray[] {first(known, wanted.rows())})[0];
    }
  }

  /** The first rows: fewer go on where others have ended. */
  private static INDArray first(INDArray state, long rows) {
    if (state.size(0) < rows) {
      throw new IllegalStateException(
          "a batch of %s rows cannot go on from one of %s; clear the states first"
              .formatted(rows, state.size(0)));
    }
    return state.size(0) == rows
        ? state
        : state.get(NDArrayIndex.interval(0, rows), NDArrayIndex.all()).dup('c');
  }

  /**
   * Has the next stock pass go on from them.
   *
   * @param training whether it is one that learns
   * @throws IllegalStateException if the batch before had fewer rows, or it is to learn through a
   *     layer that finds wrong gradients
   */
  void begin(long rows, boolean training) {
    for (RecurrentLayer layer : layers()) {
      if (training && layer.conf().getLayer() instanceof SimpleRnn) {
        throw new IllegalStateException(
            "layer %s: Deeplearning4j's SimpleRnn finds wrong gradients from a carried state; plans of oneDNN do not, but there is none (the log says why)"
                .formatted(layer.conf().getLayer().getLayerName()));
      }
      MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
      try (outside) {
        Map<String, INDArray> states = new HashMap<>();
        layer.rnnGetPreviousState().forEach((key, state) -> states.put(key, first(state, rows)));
        layer.rnnSetPreviousState(states);
        layer.rnnSetTBPTTState(states);
      }
    }
  }

  /** Keeps the states that a stock pass ended in; those of rows that ended in padding are zero. */
  void end(boolean training, INDArray @Nullable [] masks) {
    for (RecurrentLayer layer : layers()) {
      if (training) {
        layer.rnnSetPreviousState(layer.rnnGetTBPTTState());
      }
      if (masks != null) {
        for (INDArray mask : masks) {
          if (mask != null) {
            INDArray last = mask.getColumn(mask.size(1) - 1, true).dup();
            layer.rnnGetPreviousState().values().forEach(state -> state.muliColumnVector(last));
          }
        }
      }
    }
  }

  private List<RecurrentLayer> layers() {
    List<RecurrentLayer> layers = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof RecurrentLayer recurrent) {
        layers.add(recurrent);
      }
    }
    return layers;
  }
}
