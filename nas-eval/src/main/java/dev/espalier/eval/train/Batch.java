package dev.espalier.eval.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a training step sees; holds native memory until closed.
 *
 * @param features {@code [rows, channels, height, width]} or {@code [rows, features]}
 * @param labels {@code [rows, classes]}, or {@code [rows, values]} scaled as the encoding says
 */
record Batch(INDArray features, INDArray labels) implements AutoCloseable {
  @Override
  public void close() {
    features.close();
    labels.close();
  }
}
