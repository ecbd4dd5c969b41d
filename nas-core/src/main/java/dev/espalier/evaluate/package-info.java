/**
 * The contract of whatever scores a candidate: by training it, or by looking it up.
 *
 * <pre>{@code
 * Evaluation evaluation = evaluator.evaluate(candidate, context);
 * double accuracy = evaluation.metrics().get("val_accuracy");
 * }</pre>
 */
@NullMarked
package dev.espalier.evaluate;

import org.jspecify.annotations.NullMarked;
