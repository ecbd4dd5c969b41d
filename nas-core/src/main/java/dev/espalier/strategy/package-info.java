/**
 * The contract of whatever decides what to try next: ask for a proposal, tell it the outcome.
 *
 * <pre>{@code
 * Optional<Proposal> proposal = strategy.ask(turn);
 * strategy.tell(trial);
 * }</pre>
 */
@NullMarked
package dev.espalier.strategy;

import org.jspecify.annotations.NullMarked;
