/**
 * Climbing by small changes from where one stands, until nothing near is better, and then again
 * from elsewhere. Simple, and on published tables of cells as good as most (White, Nolen and
 * Savani, <i>Exploring the Loss Landscape in Neural Architecture Search</i>, UAI 2021; Den
 * Ottelander et al., <i>Local Search is a Remarkably Strong Baseline for Neural Architecture
 * Search</i>, EMO 2021). The neighbours of an architecture are the space's.
 *
 * <pre>{@code
 * SearchStrategy strategy = new LocalSearch(problem, LocalSearch.Improvement.FIRST, 10);
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.greedy;

import org.jspecify.annotations.NullMarked;
