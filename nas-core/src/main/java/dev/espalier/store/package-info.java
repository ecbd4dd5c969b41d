/**
 * The contract of whatever keeps a study: every event is durable before anything is built on it.
 *
 * <pre>{@code
 * store.asked(ask);
 * store.finished(ask.number(), outcome, Optional.empty());
 * store.told(ask.number());
 * }</pre>
 */
@NullMarked
package dev.espalier.store;

import org.jspecify.annotations.NullMarked;
