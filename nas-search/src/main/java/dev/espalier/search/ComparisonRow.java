package dev.espalier.search;

import dev.espalier.network.Cost;
import dev.espalier.objective.Summary;

/**
 * One network trained by the final recipe, scored on the test split.
 *
 * @param network name for people: {@code winner}, or that of a reference network
 * @param metric metric id, such as {@code test_accuracy}
 * @param score over the seeds
 * @param cost of one forward pass
 */
public record ComparisonRow(String network, String metric, Summary score, Cost cost) {}
