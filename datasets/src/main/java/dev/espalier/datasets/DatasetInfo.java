package dev.espalier.datasets;

import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;

/**
 * A dataset in numbers.
 *
 * @param provenance where it comes from
 * @param task what is to be predicted
 * @param shape of one example's features
 * @param fingerprint SHA-256 of the data as read
 * @param train training examples
 * @param validation validation examples
 * @param test test examples
 * @param classCounts examples of each class over all splits; empty for regression
 * @param missingValues cells without a value, by column; columns without any are left out
 * @param understanding how the data were understood
 */
public record DatasetInfo(
    Provenance provenance,
    LearningTask task,
    FeatureShape shape,
    String fingerprint,
    int train,
    int validation,
    int test,
    ImmutableMap<String, Integer> classCounts,
    ImmutableMap<String, Integer> missingValues,
    Understanding understanding) {}
