/**
 * The study: the loop that asks a strategy for trials, has them evaluated, stores what came out and
 * tells the strategy.
 *
 * <p>Ask <i>n</i> happens with exactly the trials 0 .. <i>n − lookAhead</i> told, in order,
 * whatever finished earlier; so the trials depend on the study's seed and look-ahead, never on the
 * number of workers or their speed. And since a strategy's state comes from asks and tells alone, a
 * study that is opened on a store with trials in it issues them again and goes on where it stopped.
 *
 * <pre>{@code
 * StudySettings settings =
 *     StudySettings.builder("digits")
 *         .seed(42)
 *         .objectives(List.of(Objective.maximize("val_accuracy")))
 *         .trials(60)
 *         .build();
 * StudyResult result =
 *     Study.builder(settings, space, strategy, evaluator).store(store).build().run();
 * result.ranking().get(0).architecture();
 * }</pre>
 */
@NullMarked
package dev.espalier.study;

import org.jspecify.annotations.NullMarked;
