/**
 * What strategies remember: which architectures they proposed, and how good those turned out.
 *
 * <pre>{@code
 * Explored explored = new Explored(problem);
 * Proposal proposal = explored.propose(turn, explored.draw(turn.random()));
 * }</pre>
 */
@NullMarked
package dev.espalier.strategies.memory;

import org.jspecify.annotations.NullMarked;
