package dev.espalier.eval.train;

import com.google.common.io.ByteSource;
import dev.espalier.eval.weights.GraphWeights;
import dev.espalier.eval.weights.SharedWeights;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The weights that trials ended with, for those that descend from them. Only so many bytes are
 * kept: the oldest trials are forgotten first. The study's thread adds to it, workers read.
 */
final class Inheritance {
  private static final long MOST_BYTES = 128L << 20;

  private final NavigableMap<Long, SharedWeights> weights = new ConcurrentSkipListMap<>();
  private long bytes;

  /** What a trained graph leaves to others. */
  static ByteSource of(ComputationGraph graph) {
    return SharedWeights.none().adopt(GraphWeights.of(graph)).bytesOfAll();
  }

  /** Adds the weights of a trial. */
  void add(long trial, SharedWeights left) {
    weights.put(trial, left);
    bytes += left.bytes();
    while (bytes > MOST_BYTES) {
      bytes -= weights.pollFirstEntry().getValue().bytes();
    }
  }

  /**
   * Gives an initialised graph the weights of its parents where key and shape fit; the first parent
   * goes before the others. All else it keeps.
   *
   * @param version trials before this one may be read
   */
  void begin(ComputationGraph graph, List<Long> parents, long version) {
    GraphWeights own = GraphWeights.of(graph);
    for (int i = parents.size() - 1; i >= 0; i--) {
      long parent = parents.get(i);
      SharedWeights left = parent < version ? weights.get(parent) : null;
      if (left != null) {
        left.load(own);
      }
    }
  }

  ByteSource bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(out)) {
      data.writeInt(weights.size());
      for (var entry : weights.entrySet()) {
        byte[] block = entry.getValue().bytesOfAll().read();
        data.writeLong(entry.getKey());
        data.writeInt(block.length);
        data.write(block);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("cannot write to memory", impossible);
    }
    return ByteSource.wrap(out.toByteArray());
  }

  /** Takes in what {@link #bytes} gave. */
  void read(ByteSource source) {
    try (DataInputStream data = new DataInputStream(source.openBufferedStream())) {
      int count = data.readInt();
      for (int i = 0; i < count; i++) {
        long trial = data.readLong();
        byte[] block = new byte[data.readInt()];
        data.readFully(block);
        add(trial, SharedWeights.read(ByteSource.wrap(block)));
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read the weights of trials", cause);
    }
  }
}
