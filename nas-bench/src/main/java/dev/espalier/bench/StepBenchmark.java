package dev.espalier.bench;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
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

/**
 * One training step of a NAS-Bench-201 style network on a single picture, where arithmetic is
 * little and what an engine spends on each layer shows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StepBenchmark {
  private static final String NETWORK = "nb201";

  @Param({"onednn", "stock"})
  public String engine = "onednn";

  private final Batch batch = BenchNets.batch(NETWORK, 1);
  private ComputationGraph graph = new ComputationGraph(BenchNets.of(NETWORK, 1));

  @Setup(Level.Trial)
  public void build() {
    graph = Engine.of(engine).graph(BenchNets.of(NETWORK, 1));
  }

  @Benchmark
  public ComputationGraph step() {
    graph.fit(batch.features(), batch.labels());
    return graph;
  }
}
