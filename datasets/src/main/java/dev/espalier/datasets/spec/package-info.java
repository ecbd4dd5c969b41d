/**
 * What a user says about data: which dataset, where it lies, which column is the label, how to
 * divide it. Facts only; {@link dev.espalier.datasets.Datasets} acts on them.
 *
 * <pre>{@code
 * DatasetSpec embedded = DatasetSpec.named("digits").splitSeed(7).build();
 * DatasetSpec own = DatasetSpec.at(Path.of("iris.csv")).label("species").build();
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets.spec;

import org.jspecify.annotations.NullMarked;
