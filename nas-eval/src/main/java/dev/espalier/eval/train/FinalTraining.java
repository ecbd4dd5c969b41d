package dev.espalier.eval.train;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.network.Network;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Recipe;
import java.util.concurrent.TimeUnit;

/**
 * Trains a network at length and scores it on examples that it has not seen. Thread-safe.
 *
 * @param recipe how to train
 * @param epochs passes over the training examples, at least 1
 * @param task what is measured
 * @param targets how outputs are read
 * @param engine what computes
 */
public record FinalTraining(
    Recipe recipe, int epochs, Task task, TargetEncoding targets, Engine engine) {

  /**
   * One training.
   *
   * @param model the trained graph, which the receiver closes
   * @param metrics by id, with the split's prefix
   * @param seconds wall-clock seconds of the training
   */
  public record Run(Trained model, ImmutableMap<String, Double> metrics, double seconds) {}

  /**
   * Trains on {@code train} and measures on {@code held}.
   *
   * @param split what {@code held} is, for the metrics' names
   * @throws dev.espalier.evaluate.EvaluationException if the loss or an output is not finite, or
   *     native memory runs out
   * @throws IllegalArgumentException if the network does not fit the examples
   * @throws InterruptedException if the thread was interrupted
   */
  public Run run(Network network, Examples train, Examples held, Split split, long seed)
      throws InterruptedException {
    return run(network, train, held, split, seed, Watch.NONE);
  }

  /** The same, watched: its epochs, and before each step. */
  public Run run(
      Network network, Examples train, Examples held, Split split, long seed, Watch observer)
      throws InterruptedException {
    Stopwatch watch = Stopwatch.createStarted();
    Trained model =
        new Trainer(recipe, targets, engine).train(network, train, epochs, seed, observer);
    double seconds = watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0;
    try {
      Predictions predictions = model.predict(held, Watch.NONE);
      return new Run(model, Scores.of(predictions, task, split), seconds);
    } catch (InterruptedException | RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }
}
