/**
 * The contract of whatever scores a candidate: by training it, or by looking it up.
 *
 * <pre>{@code
 * try (EvaluationSession session = evaluator.open(problem)) {
 *   double accuracy = session.evaluate(candidate, context).metrics().get("val_accuracy");
 * }
 * }</pre>
 */
@NullMarked
package dev.espalier.evaluate;

import org.jspecify.annotations.NullMarked;
