/**
 * Deeplearning4j computation graphs whose layers run on oneDNN kernels.
 *
 * <p>A {@link dev.espalier.onednn.OneDnnGraph} takes the place of a {@code ComputationGraph}: the
 * configuration, the flattened parameters, the updater's state and the files stay as they are; only
 * the arithmetic moves.
 *
 * <pre>{@code
 * ComputationGraph graph = new OneDnnGraph(configuration);
 * graph.init();
 * graph.fit(new INDArray[] {features}, new INDArray[] {labels});
 * }</pre>
 */
@NullMarked
package dev.espalier.onednn;

import org.jspecify.annotations.NullMarked;
