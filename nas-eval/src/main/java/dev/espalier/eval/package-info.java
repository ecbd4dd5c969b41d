/**
 * Evaluators by id: how an experiment names them, and how a jar adds its own.
 *
 * <pre>{@code
 * Evaluator evaluator =
 *     EvaluatorFactory.create(Part.of("train"), setting, Evaluators.registry());
 * }</pre>
 */
@NullMarked
package dev.espalier.eval;

import org.jspecify.annotations.NullMarked;
