/**
 * What is good: metrics, objectives, constraints and the Pareto front.
 *
 * <pre>{@code
 * List<Objective> objectives =
 *     List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs"));
 * }</pre>
 */
@NullMarked
package dev.espalier.objective;

import org.jspecify.annotations.NullMarked;
