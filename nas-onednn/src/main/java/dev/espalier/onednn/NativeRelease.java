package dev.espalier.onednn;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gives native memory back at once. DL4J's {@link ComputationGraph#close} and ND4J's {@link
 * MemoryWorkspaceManager#destroyAllWorkspacesForCurrentThread} forget it instead and collect the
 * garbage of the whole process to have it freed, during which all threads stand still.
 */
public final class NativeRelease {
  private NativeRelease() {}

  /**
   * Closes a graph: its parameters, gradients and updater's state, and the scratch memory of the
   * calling thread. A second time does nothing.
   */
  public static void close(ComputationGraph graph) {
    if (graph instanceof OneDnnGraph fast) {
      fast.close();
      return;
    }
    closeArrays(graph);
    closeWorkspaces();
  }

  static void closeArrays(ComputationGraph graph) {
    ComputationGraphUpdater updater = graph.getUpdater(false);
    if (updater != null) {
      close(updater.getStateViewArray());
    }
    close(graph.getFlattenedGradients());
    close(graph.params());
  }

  /** By its memory: a graph gives its parameters out as a view, which cannot be closed itself. */
  private static void close(@Nullable INDArray array) {
    if (array == null) {
      return;
    }
    DataBuffer own = array.data().originalDataBuffer();
    DataBuffer memory = own == null ? array.data() : own;
    if (memory.closeable()) {
      memory.close();
    }
  }

  /**
   * Frees the scratch memory that the calling thread's graphs grew, which belongs to the thread.
   * What is in use, further up the calls of this thread, stays.
   */
  public static void closeWorkspaces() {
    MemoryWorkspaceManager manager = Nd4j.getWorkspaceManager();
    for (MemoryWorkspace workspace : manager.getAllWorkspacesForCurrentThread()) {
      if (!workspace.isScopeActive()) {
        workspace.destroyWorkspace(true);
        manager.destroyWorkspace(workspace);
      }
    }
  }
}
