package dev.espalier.eval.sharing;

import static dev.espalier.eval.sharing.SupernetTrainingTest.SPACE;
import static dev.espalier.eval.sharing.SupernetTrainingTest.always;
import static dev.espalier.eval.sharing.SupernetTrainingTest.architecture;
import static dev.espalier.eval.sharing.SupernetTrainingTest.train;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.LearningRates;
import dev.espalier.eval.train.Losses;
import dev.espalier.eval.train.Samples;
import dev.espalier.eval.weights.Block;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.network.Network;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Schedule;
import dev.espalier.space.Architecture;
import dev.espalier.space.DecisionSpace;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PathTuningTest {
  private static final PathTuning BY_KERNEL = new PathTuning(false, 0.0, "kernel");
  private static final Recipe PLAIN =
      Samples.RECIPE.toBuilder().optimizer(new Optimizer.Sgd()).l2(0.001).build();

  private static Block stem(SharedWeights weights) {
    return Objects.requireNonNull(weights.block("stem/W/3x3"));
  }

  private static SharedWeights trained(
      Recipe recipe, PathTuning tuning, long steps, Architecture... paths) throws Exception {
    try (SupernetTraining training =
        SupernetTrainingTest.training(always(paths), recipe, Engine.ONEDNN, tuning)) {
      return train(training, SharedWeights.none(), 0, steps);
    }
  }

  @Test
  void aSandwichHasThePathThenItsNarrowestAndItsWidest() {
    PathSampler sandwich = new SandwichPaths(always(architecture(3, 6)), SPACE);

    assertEquals(3, sandwich.pathsAStep());
    assertEquals(
        ImmutableList.of(architecture(3, 6), architecture(3, 4), architecture(3, 8)),
        sandwich.paths(0));
    assertTrue(SandwichPaths.fits(SPACE));
    assertFalse(SandwichPaths.fits(DecisionSpace.of("none", ImmutableList.of())));
  }

  @Test
  void momentumOfOneGroupIsNotMovedByAnother() throws Exception {
    try (SupernetTraining one =
            SupernetTrainingTest.training(
                always(architecture(1, 8)), Samples.RECIPE, Engine.ONEDNN, BY_KERNEL);
        SupernetTraining three =
            SupernetTrainingTest.training(
                always(architecture(3, 8)), Samples.RECIPE, Engine.ONEDNN, BY_KERNEL)) {
      SharedWeights before = train(one, SharedWeights.none(), 0, 3);

      SharedWeights after = train(three, before, 3, 5);

      assertSame(stem(before).moments("1"), stem(after).moments("1"));
      assertEquals(2, Objects.requireNonNull(stem(after).moments("3")).steps());
      assertFalse(Arrays.equals(stem(before).values(), stem(after).values()), "trained on");
      SharedWeights read = SharedWeights.read(after.bytesOfAll());
      assertEquals(after.bytes(), read.bytes());
      assertTrue(read.bytesOfAll().contentEquals(after.bytesOfAll()));
      SharedWeights told = before.plus(after.minus(before));
      assertEquals(stem(after).moments().keySet(), stem(told).moments().keySet());
      assertArrayEquals(stem(after).values(), stem(told).values(), 1e-6f);
    }
  }

  @Test
  void withoutMomentumGroupsAddUpToTheStepOfAll() throws Exception {
    Architecture[] paths = {architecture(1, 4), architecture(3, 8), architecture(3, 6)};

    Block apart = stem(trained(PLAIN, BY_KERNEL, 4, paths));
    Block together = stem(trained(PLAIN, PathTuning.NONE, 4, paths));

    assertArrayEquals(together.values(), apart.values(), 1e-6f);
    assertEquals(2, apart.moments().size());
  }

  @Test
  void cheapPathsSlowDownSoonerThanDearOnes() {
    Recipe recipe = PLAIN.toBuilder().schedule(new Schedule.Cosine()).build();
    PathSampler all = OneShot.Paths.UNIFORM.sampler(SPACE, 4);
    Pacing even = new Pacing(recipe, 100, PathTuning.NONE, all, SPACE::expand);
    Pacing uneven = new Pacing(recipe, 100, new PathTuning(false, 0.5, ""), all, SPACE::expand);
    LearningRates rates = new LearningRates(recipe, 100);

    for (long step : new long[] {0, 40, 99}) {
      double cheap = rate(uneven, architecture(1, 4), step);
      double plain = rates.at(step);
      double dear = rate(uneven, architecture(3, 8), step);
      assertEquals(plain, rate(even, architecture(1, 4), step));
      assertTrue(
          step == 0 ? cheap == plain && plain == dear : cheap < plain && plain < dear,
          "step " + step);
    }
    double factor = rates.at(40) / recipe.learningRate();
    double rank = Math.log(rate(uneven, architecture(3, 8), 40) / recipe.learningRate());
    assertTrue(rank / Math.log(factor) > 0.5 && rank / Math.log(factor) < 0.7, "near 1 - 0.5");
  }

  private static double rate(Pacing pacing, Architecture architecture, long step) {
    Network network = SPACE.expand(architecture);
    try (PathGraph graph =
        PathGraph.of(network, Losses.of(Samples.strokes(9, 1), PLAIN), PLAIN, Engine.ONEDNN, 1)) {
      return pacing.path(architecture, network, graph, step).rate();
    }
  }
}
