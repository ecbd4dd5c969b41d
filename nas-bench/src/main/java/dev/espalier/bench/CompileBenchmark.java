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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a search pays for a candidate before its second step, in a warm JVM. The first step includes
 * compiling the graph; {@link StepBenchmark} tells what a later step takes.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 60)
@Measurement(iterations = 100)
@Fork(1)
public class CompileBenchmark {
  @Benchmark
  public ComputationGraph buildAndFirstStep(CandidateState candidate) {
    ComputationGraph graph = candidate.build();
    candidate.step(graph);
    return graph;
  }

  @Benchmark
  public ComputationGraph firstStep(BuiltCandidate candidate) {
    ComputationGraph graph = candidate.built();
    candidate.step(graph);
    return graph;
  }

  /** A candidate whose graph has its parameters and has not run yet. */
  @State(Scope.Thread)
  public static class BuiltCandidate extends CandidateState {
    @Setup(Level.Iteration)
    public void buildGraph() {
      build();
    }
  }
}
