/**
 * Weights that many networks share.
 *
 * <p>A {@link dev.espalier.eval.sharing.SharedEvaluator} trains {@link
 * dev.espalier.eval.weights.SharedWeights} once, by the paths that an {@link
 * dev.espalier.eval.sharing.OneShot} names, and scores every candidate of a study by its part of
 * them.
 *
 * <pre>{@code
 * // In an experiment's file: evaluator: {type: shared, training: {paths: fair, epochs: 60}}
 * Part evaluator = Part.of("shared").with("training.paths", "fair").with("training.epochs", 60);
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.sharing;

import org.jspecify.annotations.NullMarked;
