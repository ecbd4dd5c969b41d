/**
 * Search strategies by name. Each package below holds one family; all of them speak the one
 * ask/tell contract of {@link dev.espalier.strategy.SearchStrategy} and know a search space only by
 * its operators, so that any of them searches any space.
 *
 * <p>A strategy from another jar joins by a line in its {@code
 * META-INF/services/dev.espalier.strategy.StrategyFactory}.
 *
 * <pre>{@code
 * SearchStrategy strategy =
 *     Strategies.create("genetic", problem, Map.of("populationSize", 24));
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies;

import org.jspecify.annotations.NullMarked;
