package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.read.RawRows;
import org.jspecify.annotations.Nullable;

/**
 * What was read, before it is divided.
 *
 * @param development rows for training and validation, and for test where no test is given
 * @param test rows of a given test split
 * @param targetNames one a target
 * @param classNames by label, where the source knows them; else empty
 * @param missing cells without a value, by column
 * @param fitter learns the preprocessing
 */
record RawDataset<R extends RawRows>(
    RawPart<R> development,
    @Nullable RawPart<R> test,
    ImmutableList<String> targetNames,
    ImmutableList<String> classNames,
    ImmutableMap<String, Integer> missing,
    Fitter<R> fitter) {}
