/**
 * Parameters by positional weight key, which many networks share or inherit.
 *
 * <pre>{@code
 * GraphWeights trained = GraphWeights.of(graph);
 * SharedWeights weights = SharedWeights.none().adopt(trained);
 * weights.load(trained); // or any other graph: where key and shape fit
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.weights;

import org.jspecify.annotations.NullMarked;
