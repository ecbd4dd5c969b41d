package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class NativeReleaseTest {
  @Test
  void closingAGraphFreesWhatItHadAndAsksForNoGarbageCollection() throws Exception {
    Queue<String> causes = new ConcurrentLinkedQueue<>();
    NotificationListener listener =
        (notification, handback) ->
            causes.add(
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcCause());
    List<NotificationEmitter> collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(NotificationEmitter.class::cast)
            .toList();
    for (NotificationEmitter collector : collectors) {
      collector.addNotificationListener(listener, null, null);
    }
    try {
      for (boolean fast : new boolean[] {true, false}) {
        ComputationGraph graph = trained(fast);
        INDArray parameters = graph.params();
        INDArray gradients = graph.getFlattenedGradients();
        assertTrue(!Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().isEmpty());
        NativeRelease.close(graph);
        NativeRelease.close(graph);
        assertTrue(parameters.wasClosed());
        assertTrue(gradients.wasClosed());
        assertEquals(List.of(), Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread());
      }
      Thread.sleep(200); // collectors report a moment later
      assertEquals(
          List.of(), causes.stream().filter(cause -> cause.contains("System.gc")).toList());
    } finally {
      for (NotificationEmitter collector : collectors) {
        collector.removeNotificationListener(listener);
      }
    }
  }

  private static ComputationGraph trained(boolean fast) {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("conv", Networks.conv(8, 3, true), "in")
            .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
            .addLayer("out", Networks.softmax(), "norm")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(6, 6, 2))
            .build();
    ComputationGraph graph =
        fast ? new OneDnnGraph(configuration) : new ComputationGraph(configuration);
    graph.init();
    graph.fit(
        new INDArray[] {GraphCheck.features(1, 4, 2, 6, 6)},
        new INDArray[] {GraphCheck.classes(1, 4, 3)});
    return graph;
  }
}
