/**
 * Experiments as values: what is to be searched, how, and for how long.
 *
 * <pre>{@code
 * Experiment experiment =
 *     Experiment.builder("digits")
 *         .dataset(DatasetSpec.named("digits").build())
 *         .space(SpaceChoice.preset("cnn-cells"))
 *         .budget(Budget.trials(20))
 *         .build();
 * }</pre>
 */
@NullMarked
package dev.espalier.search.experiment;

import org.jspecify.annotations.NullMarked;
