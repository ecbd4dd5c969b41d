/**
 * Turning raw rows into features. What that needs (means, vocabularies, categories) is learned from
 * the training split alone and kept in a {@link dev.espalier.datasets.prepare.Preprocessing}, which
 * JSON can hold and which later serves to prepare new data in the same way.
 *
 * <pre>{@code
 * TablePreprocessing learned = TablePreprocessing.fit(table, columns, trainRows, targets);
 * Features features = learned.encode(table);
 * RawInputs inputs = RawInputs.read(Path.of("new-flowers.csv"), learned);
 * }</pre>
 */
@NullMarked
package dev.espalier.datasets.prepare;

import org.jspecify.annotations.NullMarked;
