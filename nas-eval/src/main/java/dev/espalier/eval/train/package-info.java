/**
 * Training under a budget, and what is measured afterwards.
 *
 * <p>A {@link dev.espalier.eval.train.Trainer} trains one network on one thread; a {@link
 * dev.espalier.eval.train.TrainEvaluator} does so for the trials of a study, on training data
 * alone, and scores on validation data; a {@link dev.espalier.eval.train.FinalTraining} trains the
 * winner again and scores it on the test split.
 *
 * <pre>{@code
 * Trainer trainer = new Trainer(recipe, targets);
 * try (Trained trained = trainer.train(network, examples, 5, seed, Watch.NONE)) {
 *   Predictions predictions = trained.predict(validation);
 * }
 * }</pre>
 */
@NullMarked
package dev.espalier.eval.train;

import org.jspecify.annotations.NullMarked;
