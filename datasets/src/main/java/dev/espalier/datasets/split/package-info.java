/**
 * Ways to divide rows into two parts, without leakage and the same on every machine.
 *
 * <p>A rule knows rows by number only. Applied twice it gives three parts: the test split is held
 * out first, then the validation split from what is left.
 *
 * <pre>{@code
 * SplitRule rule = new StratifiedSplit(labels);
 * TwoParts parts = rule.split(rows, 0.2, SplitRule.random(7));
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets.split;

import org.jspecify.annotations.NullMarked;
