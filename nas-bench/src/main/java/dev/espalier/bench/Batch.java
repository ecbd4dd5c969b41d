package dev.espalier.bench;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One batch of noise, in the form that {@link ComputationGraph#fit(INDArray[], INDArray[])} takes.
 *
 * @param features one array {@code [batch, channels, height, width]}, values in [0, 1)
 * @param labels one array {@code [batch, classes]}, one-hot, the classes in turn
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; fit takes arrays
public record Batch(INDArray[] features, INDArray[] labels) {
  /** Noise, another at each call. */
  static Batch random(int size, int channels, int height, int width) {
    INDArray features = Nd4j.rand(DataType.FLOAT, size, channels, height, width);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, size, BenchNets.CLASSES);
    for (int row = 0; row < size; row++) labels.putScalar(row, row % BenchNets.CLASSES, 1);
    return new Batch(new INDArray[] {features}, new INDArray[] {labels});
  }
}
