/**
 * What is good: metrics of predictions and costs, objectives and constraints, and what follows from
 * them, the ranking, the Pareto front and the winner.
 *
 * <p>A {@link dev.espalier.objective.Task} names its metrics; their ids get the prefix of the split
 * they were measured on, and become {@link dev.espalier.objective.Objective}s beside the costs,
 * which have no prefix. To add a metric, add a factory to {@link
 * dev.espalier.objective.ClassMetrics} or {@link dev.espalier.objective.ValueMetrics} and name it
 * in its task.
 *
 * <pre>{@code
 * double f1 = Task.CLASSIFICATION.metric("macro_f1").measure(predictions);
 * List<Objective> objectives =
 *     List.of(ClassMetrics.accuracy().objective(Split.VALIDATION), CostMetric.MACS.objective());
 * ParetoFront front = ParetoFront.of(trials, objectives, List.of());
 * }</pre>
 */
@NullMarked
package dev.espalier.objective;

import org.jspecify.annotations.NullMarked;
