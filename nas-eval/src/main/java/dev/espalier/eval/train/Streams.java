package dev.espalier.eval.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Windows of a text as streams side by side, through which states are carried: each is a part of
 * the text, and a batch holds the next window of each.
 */
final class Streams {
  private Streams() {}

  /** Whether a graph goes on from the states that the batch before ended in. */
  static boolean carries(ComputationGraph graph) {
    return graph.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
  }

  /**
   * The rows of each batch. Where the rows cannot be dealt out evenly, the first streams are longer
   * by one, so that the last batch is smaller.
   *
   * @param rows of all windows in the order of the text
   * @param most streams, at least 1
   */
  static List<int[]> batches(int rows, int most) {
    int streams = Math.min(rows, most);
    int length = rows / streams;
    int longer = rows % streams;
    List<int[]> batches = new ArrayList<>();
    for (int position = 0; position < length + (longer > 0 ? 1 : 0); position++) {
      int at = position;
      batches.add(
          IntStream.range(0, at < length ? streams : longer)
              .map(stream -> stream * length + Math.min(stream, longer) + at)
              .toArray());
    }
    return batches;
  }
}
