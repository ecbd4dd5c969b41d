/**
 * Derived seeds: one stream of random numbers for each purpose, all from the seed of the study.
 *
 * <pre>{@code
 * RandomGenerator random = Seeds.generator(42, "ask", 7); // of ask 7 of the study with seed 42
 * }</pre>
 */
@NullMarked
package dev.espalier.random;

import org.jspecify.annotations.NullMarked;
