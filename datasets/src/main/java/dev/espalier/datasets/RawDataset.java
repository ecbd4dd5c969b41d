package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.read.RawRows;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was read, before it is divided.
 *
 * @param development rows for training and validation, and for test where no test is given
 * @param validation how many rows at the end of the development rows are a given validation split;
 *     0 to hold one out
 * @param test rows of a given test split
 * @param targetNames one a target
 * @param classNames by label, where the source knows them; else empty
 * @param declared what the data say that they are for; null where they do not say
 * @param passedOver files that were not read, by their ending
 * @param missing cells without a value, by column
 * @param fitter learns the preprocessing
 */
record RawDataset<R extends RawRows>(
    RawPart<R> development,
    int validation,
    @Nullable RawPart<R> test,
    ImmutableList<String> targetNames,
    ImmutableList<String> classNames,
    @Nullable Declared declared,
    ImmutableMap<String, Integer> passedOver,
    ImmutableMap<String, Integer> missing,
    Fitter<R> fitter) {

  /**
   * A task that needs no guess.
   *
   * @param by what says so, such as {@code @classLabel}
   */
  record Declared(LearningTask task, String by) {}

  /** The same with its rows in another form. */
  RawDataset<R> with(UnaryOperator<R> form) {
    return new RawDataset<>(
        development.with(form.apply(development.rows())),
        validation,
        test == null ? null : test.with(form.apply(test.rows())),
        targetNames,
        classNames,
        declared,
        passedOver,
        missing,
        fitter);
  }
}
