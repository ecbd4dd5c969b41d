package dev.espalier.bench;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One batch of noise, in the form that {@link ComputationGraph#fit(INDArray[], INDArray[])} takes.
 *
 * @param features one array {@code [batch, channels, height, width]} or {@code [batch, features,
 *     steps]}, values in [0, 1), or {@code [batch, 1, steps]} of tokens
 * @param labels one array {@code [batch, classes]}, one-hot, the classes in turn; of texts {@code
 *     [batch, tokens, steps]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; fit takes arrays
public record Batch(INDArray[] features, INDArray[] labels) {
  /** Noise, another at each call; the sizes are those of one example. */
  static Batch random(int size, int... sizes) {
    INDArray features =
        Nd4j.rand(
            DataType.FLOAT, IntStream.concat(IntStream.of(size), IntStream.of(sizes)).toArray());
    INDArray labels = Nd4j.zeros(DataType.FLOAT, size, BenchNets.CLASSES);
    for (int row = 0; row < size; row++) labels.putScalar(row, row % BenchNets.CLASSES, 1);
    return new Batch(new INDArray[] {features}, new INDArray[] {labels});
  }

  /** Random tokens, and as labels at each step others. */
  static Batch texts(int size, int vocabulary, int steps) {
    INDArray features =
        Transforms.floor(Nd4j.rand(DataType.FLOAT, size, 1, steps).muli(vocabulary), false);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, size, vocabulary, steps);
    for (int row = 0; row < size; row++) {
      for (int step = 0; step < steps; step++) {
        labels.putScalar(row, (7 * row + 5 * step) % vocabulary, step, 1);
      }
    }
    return new Batch(new INDArray[] {features}, new INDArray[] {labels});
  }
}
