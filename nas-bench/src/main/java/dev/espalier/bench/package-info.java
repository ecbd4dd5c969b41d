/**
 * How fast a {@link dev.espalier.onednn.OneDnnGraph} trains and infers beside stock Deeplearning4j,
 * on the networks that {@code scripts/bench/engine_torch.py} builds in PyTorch.
 *
 * <p>{@link dev.espalier.bench.EngineBench} measures one engine on one network in a process of its
 * own; {@code scripts/bench/engine} runs the whole table. {@link
 * dev.espalier.bench.CompileBenchmark} and {@link dev.espalier.bench.StepBenchmark} are JMH
 * benchmarks of what a search pays besides arithmetic; {@code scripts/bench/jmh} runs them.
 *
 * <pre>{@code
 * ComputationGraph graph = Engine.ONEDNN.graph(BenchNets.of("nb201", 1));
 * Batch batch = BenchNets.batch("nb201", 64);
 * graph.fit(batch.features(), batch.labels());
 * }</pre>
 */
@NullMarked
package dev.espalier.bench;

import org.jspecify.annotations.NullMarked;
