/**
 * The front door to data: name a dataset or point at your own, and get training and validation
 * examples for a search, with the test split kept apart.
 *
 * <p>{@link dev.espalier.datasets.Dataset#searchData} has no way to the test split: what a search
 * sees is a matter of types. The test split is opened once, by the final retraining, through {@link
 * dev.espalier.datasets.HeldOut#open}. Everything learned from data (means, vocabularies,
 * categories) is learned from the training split alone.
 *
 * <pre>{@code
 * Dataset digits = Datasets.load(DatasetSpec.named("digits").splitSeed(7).build());
 * SearchData data = digits.searchData();
 * float[] image = new float[data.train().shape().size()];
 * data.train().copyFeatures(0, image, 0);
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets;

import org.jspecify.annotations.NullMarked;
