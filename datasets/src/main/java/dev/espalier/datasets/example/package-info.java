/**
 * Examples in the form in which a network takes them: flat float features with a shape, and targets
 * that are either class labels or real values.
 *
 * <p>Everything here is immutable. A subset is a view on the same numbers, so dividing a dataset
 * into parts costs one {@code int} per row.
 *
 * <pre>{@code
 * Features features = Features.builder(new FeatureShape.Vector(2), 2)
 *     .add(new float[] {0.1f, 0.2f})
 *     .add(new float[] {0.3f, 0.4f})
 *     .build();
 * Examples examples =
 *     new Examples(features, Targets.Labels.of(new int[] {0, 1}, List.of("ham", "spam")));
 * float[] row = new float[examples.shape().size()];
 * examples.copyFeatures(1, row, 0);
 * int label = examples.labels().label(1);
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets.example;

import org.jspecify.annotations.NullMarked;
