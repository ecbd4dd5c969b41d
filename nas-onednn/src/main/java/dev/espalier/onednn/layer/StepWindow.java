package dev.espalier.onednn.layer;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A window that slides over the steps of sequences {@code [batch, features, steps]}, one output a
 * step: in the middle of it, the first of the two middle ones of an even number, or its last.
 * Immutable.
 *
 * @param kernel steps that it takes in
 * @param dilation distance between neighbouring ones
 * @param causal whether it ends at its step
 */
record StepWindow(int kernel, int dilation, boolean causal) {

  /** How far behind its step the window's {@code tap}-th is; negative before it. */
  private int offset(int tap) {
    int span = (kernel - 1) * dilation;
    return tap * dilation - (causal ? span : span / 2);
  }

  /** Those of its places, from 0, that lie inside sequences of so many steps for any step. */
  IntStream taps(long steps) {
    return IntStream.range(0, kernel).filter(tap -> Math.abs(offset(tap)) < steps);
  }

  /** The steps whose tap lies inside, as a view. */
  INDArray outputs(INDArray sequences, int tap) {
    return shifted(sequences, -offset(tap));
  }

  /** What those steps see at the tap, as a view. */
  INDArray inputs(INDArray sequences, int tap) {
    return shifted(sequences, offset(tap));
  }

  /** All steps but so many first ones, or last ones if negative. */
  private static INDArray shifted(INDArray sequences, int steps) {
    INDArrayIndex kept =
        NDArrayIndex.interval(Math.max(0, steps), sequences.size(2) + Math.min(0, steps));
    return sequences.get(NDArrayIndex.all(), NDArrayIndex.all(), kept);
  }
}
