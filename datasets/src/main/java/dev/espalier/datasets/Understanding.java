package dev.espalier.datasets;

import com.google.common.collect.ImmutableMap;

/**
 * How data were understood: what was said, what was found, and what was guessed.
 *
 * @param task why the task is what it is
 * @param guessed whether the task is a guess, which the setting {@code task} of an experiment
 *     overrules
 * @param columns of tables and series
 * @param splits how examples were divided
 * @param copies examples that are equal to an earlier one in everything that a network sees
 * @param validationCopies examples to validate with that are equal to one to train with
 * @param testCopies test examples that are equal to one to train or validate with
 * @param passedOver files of a folder that were not read, by their ending
 */
public record Understanding(
    String task,
    boolean guessed,
    Columns columns,
    String splits,
    int copies,
    int validationCopies,
    int testCopies,
    ImmutableMap<String, Integer> passedOver) {}
