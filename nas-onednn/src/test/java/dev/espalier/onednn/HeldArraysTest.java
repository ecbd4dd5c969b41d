package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a kernel reads stays alive until it has ended, whenever the garbage is collected. */
final class HeldArraysTest {
  /** Without holding, one of the first thousand or so goes wrong. */
  private static final int RUNS = 1500;

  private static final int PRODUCTS = 300;

  @Test
  void copiesOfViewsOutliveTheKernelsThatReadThem() throws InterruptedException {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("conv", Networks.conv(32, 3, true), "in")
            .addLayer("deep", Networks.conv(32, 3, true), "conv")
            .addLayer("out", Networks.softmax(), "deep")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(24, 24, 3))
            .build();
    INDArray whole = GraphCheck.features(1, 24, 24, 3, 16);
    INDArray view = whole.permute(3, 2, 0, 1); // is copied before the kernels read it
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      INDArray expected = graph.outputSingle(view.dup('c')).dup();
      duringCollections(
          () -> {
            for (int run = 0; run < RUNS; run++) {
              assertEquals(expected, graph.outputSingle(view), "run " + run);
            }
          });
    }
  }

  @Test
  void copiesOfViewsOutliveTheMatrixProductThatReadsThem() throws InterruptedException {
    NativeRuntime.load();
    INDArray left =
        GraphCheck.features(1, 120, 2, 300)
            .get(NDArrayIndex.all(), NDArrayIndex.point(1), NDArrayIndex.interval(0, 2, 300));
    INDArray right = GraphCheck.features(2, 150, 80);
    INDArray expected = left.dup('c').mmul(right);
    duringCollections(
        () -> {
          for (int run = 0; run < PRODUCTS; run++) {
            assertEquals(expected, left.mmul(right), "run " + run);
          }
        });
  }

  /** Collects all the time, and writes over what was freed. */
  private static void duringCollections(Runnable work) throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!done.get()) {
                System.gc();
                for (int i = 0; i < 20; i++) {
                  Nd4j.valueArrayOf(new long[] {16, 3, 24, 24}, 1e30, DataType.FLOAT);
                }
              }
            });
    collector.start();
    try {
      work.run();
    } finally {
      done.set(true);
      collector.join();
    }
  }
}
