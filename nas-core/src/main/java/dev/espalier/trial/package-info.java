/**
 * The trial: one proposal and what became of it, the unit that studies store and strategies learn
 * from.
 *
 * <pre>{@code
 * if (trial.scored()) {
 *   double accuracy = trial.metric("val_accuracy");
 * }
 * }</pre>
 */
@NullMarked
package dev.espalier.trial;

import org.jspecify.annotations.NullMarked;
