package dev.espalier.eval.train;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import dev.espalier.eval.lower.Loss;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;

/** What networks learn on examples. */
public final class Losses {
  private Losses() {}

  /** The loss for examples; classes weigh alike where the recipe says so. */
  public static OutputSpec of(Examples examples, Recipe recipe) {
    if (examples.targets() instanceof Targets.Values) {
      return OutputSpec.of(Loss.MEAN_SQUARED_ERROR);
    }
    return recipe.balanceClasses()
        ? OutputSpec.weighted(Loss.CROSS_ENTROPY, balance(counts(examples)))
        : OutputSpec.of(Loss.CROSS_ENTROPY);
  }

  private static int[] counts(Examples examples) {
    return examples.targets() instanceof StepLabels labels
        ? labels.counts()
        : examples.labels().counts();
  }

  /** {@code n / (classes * count)}: all classes weigh the same in total. */
  private static List<Double> balance(int[] counts) {
    long n = 0;
    for (int count : counts) {
      n += count;
    }
    List<Double> weights = new ArrayList<>();
    for (int count : counts) {
      weights.add(count == 0 ? 0.0 : n / ((double) counts.length * count));
    }
    return weights;
  }
}
