/**
 * Simulated annealing: a walk that also takes steps downwards, ever more seldom as it cools
 * (Kirkpatrick, Gelatt and Vecchi, <i>Optimization by Simulated Annealing</i>, Science 220, 1983).
 *
 * <pre>{@code
 * SearchStrategy strategy = new SimulatedAnnealing(problem, 10, 0.5, 0.97);
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.annealing;

import org.jspecify.annotations.NullMarked;
