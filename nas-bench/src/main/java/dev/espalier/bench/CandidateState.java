package dev.espalier.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A random cell of NAS-Bench-201's operations and a batch for it, others at each iteration. Every
 * layer's shape follows the size of the picture, so a new size makes all of them new.
 */
@State(Scope.Thread)
public class CandidateState {
  // Without "none": the dead nodes it leaves are no part of a candidate that trains.
  private static final List<CellOp> OPS =
      List.of(CellOp.SKIP, CellOp.CONV_1X1, CellOp.CONV_3X3, CellOp.AVG_POOL_3X3);
  private static final int EDGES = 6;
  private static final int SMALLEST_SIDE = 20;
  private static final int SIDES = 16;

  @Param({"onednn", "stock"})
  public String engine = "onednn";

  /** Whether earlier candidates had layers of the same shapes. */
  @Param({"new", "seen"})
  public String shapes = "new";

  /** The compile hardly depends on it; the step in the same measurement does. */
  @Param("1")
  public int batchSize = 1;

  private final Random random = new Random(1);
  private final Deque<Integer> unseenSizes = shuffledSizes(random);
  private Candidate candidate = draw(SMALLEST_SIDE, SMALLEST_SIDE);

  @Setup(Level.Iteration)
  public void draw() {
    if (shapes.equals("seen")) {
      candidate = draw(28, 28);
      return;
    }
    int size = unseenSizes.remove();
    candidate = draw(SMALLEST_SIDE + size / SIDES, SMALLEST_SIDE + size % SIDES);
  }

  @TearDown(Level.Iteration)
  public void close() {
    candidate.graphs().forEach(ComputationGraph::close);
  }

  /** An initialised graph of the candidate, closed after the iteration. */
  ComputationGraph build() {
    ComputationGraph graph = Engine.of(engine).graph(candidate.configuration());
    candidate.graphs().add(graph);
    return graph;
  }

  /** What {@link #build} returned last. */
  ComputationGraph built() {
    return candidate.graphs().getLast();
  }

  void step(ComputationGraph graph) {
    graph.fit(candidate.batch().features(), candidate.batch().labels());
  }

  private Candidate draw(int height, int width) {
    List<CellOp> cell =
        IntStream.range(0, EDGES).mapToObj(edge -> OPS.get(random.nextInt(OPS.size()))).toList();
    return new Candidate(
        BenchNets.cellNet(cell, random.nextLong()),
        Batch.random(batchSize, 1, height, width),
        new ArrayDeque<>());
  }

  private static Deque<Integer> shuffledSizes(Random random) {
    List<Integer> sizes =
        IntStream.range(0, SIDES * SIDES).boxed().collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(sizes, random);
    return new ArrayDeque<>(sizes);
  }

  private record Candidate(
      ComputationGraphConfiguration configuration, Batch batch, Deque<ComputationGraph> graphs) {}
}
