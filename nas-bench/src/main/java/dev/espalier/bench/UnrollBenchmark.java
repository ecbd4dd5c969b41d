package dev.espalier.bench;

import dev.espalier.onednn.Explanation;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.onednn.OneDnnGraph;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What compiling a searched cell costs, which is unrolled: a plan has kernels for every step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
@Fork(1)
public class UnrollBenchmark {
  private static final int ROWS = 64;

  @Param({"35", "128", "512"})
  private int steps;

  private OneDnnGraph graph = fresh();

  /** A graph that has no plan yet. */
  @Setup(Level.Iteration)
  public void exchange() {
    graph.close();
    graph = fresh();
  }

  private static OneDnnGraph fresh() {
    NativeRuntime.useThreads(1);
    OneDnnGraph graph = new OneDnnGraph(SequenceNets.dagCell(1));
    graph.init();
    return graph;
  }

  @Benchmark
  public Explanation compile() {
    return graph.explain(new long[] {ROWS, SequenceNets.FEATURES, steps});
  }
}
