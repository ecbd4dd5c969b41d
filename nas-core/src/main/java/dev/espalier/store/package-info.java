/**
 * The contract of whatever keeps a study: every event is durable before anything is built on it.
 *
 * <pre>{@code
 * store.asked(trial);
 * store.finished(outcome);
 * store.told(trial.number());
 * }</pre>
 */
@NullMarked
package dev.espalier.store;

import org.jspecify.annotations.NullMarked;
