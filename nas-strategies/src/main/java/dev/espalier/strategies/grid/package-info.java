/**
 * Every architecture of a space, one after the other. For small spaces, and for tables; where few
 * decisions matter, random search covers each of them better at the same cost (Bergstra and Bengio,
 * <i>Random Search for Hyper-Parameter Optimization</i>, JMLR 13, 2012).
 *
 * <pre>{@code
 * SearchStrategy strategy = new GridSearch(problem, 5);
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.grid;

import org.jspecify.annotations.NullMarked;
