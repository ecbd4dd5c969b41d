/**
 * How far a cheap ranking can be trusted.
 *
 * <pre>{@code
 * double[] cheap = {0.61, 0.58, 0.64};
 * double[] trained = {0.92, 0.90, 0.93};
 * double tau = RankCorrelation.of(cheap, trained).tau(); // 1: they rank alike
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.audit;

import org.jspecify.annotations.NullMarked;
