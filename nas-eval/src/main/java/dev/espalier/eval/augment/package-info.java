/**
 * Random changes to a batch of training examples, made on plain arrays before they become those of
 * the training engine.
 *
 * <p>An {@link dev.espalier.eval.augment.Augmenter} belongs to one training. What it does to a
 * batch depends on the training's seed, the epoch and the step alone, so a training repeats bit for
 * bit whatever runs beside it; and each operation draws from a stream of its own, so turning one on
 * does not change what another does.
 *
 * <pre>{@code
 * Augmenter augmenter = new Augmenter(recipe.augment(), new Shape.Image(1, 28, 28), seed);
 * augmenter.apply(features, targets, epoch, step);
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.augment;

import org.jspecify.annotations.NullMarked;
