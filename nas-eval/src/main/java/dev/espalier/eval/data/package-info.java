/**
 * Data that a program holds as ND4J arrays.
 *
 * <pre>{@code
 * Search.of(experiment).data(NdArrayData.of(trainIterator), NdArrayData.of(testIterator)).run();
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.data;

import org.jspecify.annotations.NullMarked;
