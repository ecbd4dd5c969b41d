/**
 * Trained models in files, which are data and never programs: nothing in a file, wherever it came
 * from, has code run or memory read that is not the model's.
 *
 * <pre>{@code
 * ModelFile file = ModelFile.read(Path.of("best-model.zip"));
 * INDArray probabilities = file.graph().outputSingle(features);
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.model;

import org.jspecify.annotations.NullMarked;
