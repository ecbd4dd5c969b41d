package dev.espalier.eval.sharing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.Batch;
import dev.espalier.eval.train.Batches;
import dev.espalier.eval.train.Epochs;
import dev.espalier.eval.train.Losses;
import dev.espalier.eval.train.Samples;
import dev.espalier.eval.train.Trained;
import dev.espalier.eval.train.Trainer;
import dev.espalier.eval.train.Watch;
import dev.espalier.eval.weights.Block;
import dev.espalier.eval.weights.Corner;
import dev.espalier.eval.weights.Moments;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.eval.weights.Slot;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionKind;
import dev.espalier.space.Domain;
import dev.espalier.space.NetworkSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SupernetTrainingTest {
  private static final Examples EXAMPLES = Samples.strokes(90, 1);

  /** Two kernels and three widths. */
  static final NetworkSpace SPACE =
      NetworkSpace.of(
          "strokes",
          List.of(
              Decision.of("kernel", Domain.choice("1", "3")),
              Decision.of("width", Domain.choice("4", "6", "8")).about(DecisionKind.WIDTH)),
          SupernetTrainingTest::network);

  private static Network network(Architecture architecture) {
    int width = architecture.integer("width");
    int kernel = architecture.integer("kernel");
    Network.Builder network = Network.builder(new Shape.Image(1, 8, 8));
    int x = network.add("stem", Conv2d.of(width, Window.same(3, 1)), 0);
    x = network.add("norm", new BatchNorm(), x);
    x = network.add("relu", new Activation(Activation.Function.RELU), x);
    x = network.add("op" + kernel, Conv2d.of(width, Window.same(kernel, 1)), x);
    x = network.add("pool", new GlobalPool(Pooling.MAX), x);
    network.add("logits", Dense.of(3), x);
    return network.build();
  }

  static Architecture architecture(int kernel, int width) {
    return Architecture.parse("kernel=%s;width=%s".formatted(kernel, width));
  }

  private static SupernetTraining training(PathSampler sampler, Recipe recipe, Engine engine) {
    return training(sampler, recipe, engine, PathTuning.NONE);
  }

  static SupernetTraining training(
      PathSampler sampler, Recipe recipe, Engine engine, PathTuning tuning) {
    return new SupernetTraining(
        SPACE::expand,
        sampler,
        EXAMPLES,
        Samples.CLASSES,
        recipe,
        engine,
        new SupernetTraining.Course(4, 4, tuning),
        9);
  }

  /** A sampler that always names the same. */
  static PathSampler always(Architecture... paths) {
    return new PathSampler() {
      @Override
      public int pathsAStep() {
        return paths.length;
      }

      @Override
      public ImmutableList<Architecture> paths(long step) {
        return ImmutableList.copyOf(paths);
      }
    };
  }

  static SharedWeights train(SupernetTraining training, SharedWeights from, long begin, long end)
      throws InterruptedException {
    SharedWeights weights = from;
    for (long step = begin; step < end; step++) {
      weights = training.take(weights, step).weights();
    }
    return weights;
  }

  static List<Recipe> recipes() {
    Recipe.Builder recipe = Samples.RECIPE.toBuilder().l2(0.001);
    return List.of(
        recipe.build(),
        recipe.optimizer(Optimizer.Adam.standard()).learningRate(0.01).gradientClip(0.5).build(),
        recipe.optimizer(new Optimizer.Sgd()).l1(0.0001).build());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aSpaceOfOneNetworkIsTrainedAsThatNetworkAlone(Recipe recipe) throws Exception {
    Architecture only = architecture(3, 6);
    for (Engine engine : Engine.values()) {
      SupernetTraining training = training(always(only), recipe, engine);
      SharedWeights weights = train(training, SharedWeights.none(), 0, training.steps());

      try (Trained alone =
              new Trainer(recipe, Samples.CLASSES, engine)
                  .train(SPACE.expand(only), EXAMPLES, 4, 9, Watch.NONE);
          PathGraph path =
              PathGraph.of(SPACE.expand(only), Losses.of(EXAMPLES, recipe), recipe, engine, 1)) {
        weights.load(path.weights());
        float[] expected = alone.graph().params().dup().data().asFloat();
        float[] shared = path.weights().parameters();
        for (Slot slot : path.weights().slots()) {
          int end = slot.offset() + slot.length();
          assertArrayEquals(
              Arrays.copyOfRange(expected, slot.offset(), end),
              Arrays.copyOfRange(shared, slot.offset(), end),
              1e-5f,
              engine + " " + slot.block());
        }
      }
    }
  }

  @Test
  void theGradientOfASharedBlockIsThatOfTheNetworkAlone() throws Exception {
    SharedWeights weights =
        train(
            training(always(architecture(3, 8)), Samples.RECIPE, Engine.ONEDNN),
            SharedWeights.none(),
            0,
            2);
    Epochs epochs = new Epochs(EXAMPLES, 16, 1);
    try (PathGraph path = graph(architecture(3, 4), 5);
        PathGraph alone = graph(architecture(3, 4), 6);
        PathGraph wide = graph(architecture(3, 8), 7);
        Batch batch = new Batches(EXAMPLES, Samples.CLASSES, 0.0).plain(epochs.epoch(1).get(0))) {
      weights.load(path.weights());
      weights.load(wide.weights());
      for (Map.Entry<String, INDArray> parameter : alone.graph().paramTable().entrySet()) {
        INDArray own = parameter.getValue();
        INDArrayIndex[] first =
            Arrays.stream(own.shape())
                .mapToObj(size -> NDArrayIndex.interval(0, size))
                .toArray(INDArrayIndex[]::new);
        own.assign(wide.graph().getParam(parameter.getKey()).get(first));
      }

      assertEquals(batch.gradients(alone.graph()), batch.gradients(path.graph()), 1e-6);
      assertArrayEquals(alone.weights().gradients(), path.weights().gradients(), 1e-6f);
    }
  }

  private static PathGraph graph(Architecture architecture, long seed) {
    return PathGraph.of(
        SPACE.expand(architecture),
        Losses.of(EXAMPLES, Samples.RECIPE),
        Samples.RECIPE,
        Engine.ONEDNN,
        seed);
  }

  @Test
  void onlyWhatAPathHasIsTrained() throws Exception {
    SupernetTraining narrow = training(always(architecture(1, 4)), Samples.RECIPE, Engine.ONEDNN);
    SupernetTraining wide = training(always(architecture(3, 8)), Samples.RECIPE, Engine.ONEDNN);
    SharedWeights before = train(wide, SharedWeights.none(), 0, 2);

    SharedWeights after = train(narrow, before, 2, 3);

    Block old = Objects.requireNonNull(before.block("stem/W/3x3"));
    Block stem = Objects.requireNonNull(after.block("stem/W/3x3"));
    Moments known = Objects.requireNonNull(old.moments(""));
    Moments moments = Objects.requireNonNull(stem.moments(""));
    assertEquals(2, known.steps());
    assertEquals(3, moments.steps());
    for (int i = 0; i < stem.values().length; i++) {
      boolean narrowest = i < 4 * 9;
      assertEquals(narrowest, old.values()[i] != stem.values()[i], "weight " + i);
      assertEquals(narrowest, known.first()[i] != moments.first()[i], "velocity " + i);
    }
    assertEquals(before.block("op3/W/3x3"), after.block("op3/W/3x3"));
    assertNotNull(after.block("op1/W/1x1"));
  }

  @Test
  void aNarrowPathGrowsIntoAWideOneAndKeepsWhatItLearned() throws Exception {
    SupernetTraining narrow = training(always(architecture(3, 4)), Samples.RECIPE, Engine.ONEDNN);
    SharedWeights small = train(narrow, SharedWeights.none(), 0, 3);
    try (PathGraph wide = graph(architecture(3, 8), 5)) {
      SharedWeights grown = small.adopt(wide.weights());

      Block before = Objects.requireNonNull(small.block("op3/W/3x3"));
      Block after = Objects.requireNonNull(grown.block("op3/W/3x3"));
      float[] kept = new float[before.values().length];
      Corner.of(before.sizes(), after.sizes()).gather(after.values(), kept, 0);
      assertArrayEquals(before.values(), kept);
      assertArrayEquals(new int[] {8, 1, 8, 3, 3}, after.sizes());
      assertEquals(1.0, grown.covers(wide.weights()));
      assertTrue(small.covers(wide.weights()) < 0.5);
    }
  }

  @ParameterizedTest
  @EnumSource(OneShot.Paths.class)
  void goesOnBitForBitFromAnyStep(OneShot.Paths paths) throws Exception {
    PathSampler sampler = paths.sampler(SPACE, 3);
    SupernetTraining training = training(sampler, Samples.RECIPE, Engine.ONEDNN);
    SharedWeights whole = train(training, SharedWeights.none(), 0, 12);

    for (int stop : List.of(1, 5, 11)) {
      SharedWeights begun =
          train(training(sampler, Samples.RECIPE, Engine.ONEDNN), SharedWeights.none(), 0, stop);
      SharedWeights read = SharedWeights.read(begun.bytesOfAll());
      SharedWeights gone = train(training(sampler, Samples.RECIPE, Engine.ONEDNN), read, stop, 12);
      assertTrue(whole.bytesOfAll().contentEquals(gone.bytesOfAll()));
    }
  }

  @Test
  void aPathWhoseNumbersOverflowLeavesTheWeightsAsTheyWere() throws Exception {
    Recipe wild = Samples.RECIPE.toBuilder().learningRate(1e3).build();
    SupernetTraining training = training(always(architecture(3, 8)), wild, Engine.ONEDNN);
    SharedWeights weights = SharedWeights.none();
    boolean failed = false;
    for (int step = 0; step < 40 && !failed; step++) {
      PathTrainer.Step taken = training.take(weights, step);
      failed = Double.isNaN(taken.loss());
      if (failed) {
        assertEquals(weights, taken.weights());
      }
      weights = taken.weights();
    }
    assertTrue(failed, "it never overflowed");
  }

  /**
   * Plain descent, so that a step is the gradient; two paths a step, so that the rates are equal.
   */
  @Test
  void eachNumberMovesByTheMeanOverThePathsThatHaveIt() throws Exception {
    Recipe plain = Samples.RECIPE.toBuilder().optimizer(new Optimizer.Sgd()).build();
    Architecture wide = architecture(3, 8);
    Architecture narrow = architecture(1, 4);
    SharedWeights start =
        train(training(always(narrow, wide), plain, Engine.ONEDNN), SharedWeights.none(), 0, 1);

    float[] before = values(start);
    float[] alone = values(train(training(always(wide, wide), plain, Engine.ONEDNN), start, 1, 2));
    float[] other =
        values(train(training(always(narrow, narrow), plain, Engine.ONEDNN), start, 1, 2));
    float[] both = values(train(training(always(narrow, wide), plain, Engine.ONEDNN), start, 1, 2));

    for (int i = 0; i < before.length; i++) {
      float ofWide = alone[i] - before[i];
      float ofNarrow = other[i] - before[i];
      float expected = i < 4 * 9 ? (ofWide + ofNarrow) / 2 : ofWide;
      assertEquals(expected, both[i] - before[i], 1e-6f, "weight " + i);
    }
  }

  private static float[] values(SharedWeights weights) {
    return Objects.requireNonNull(weights.block("stem/W/3x3")).values();
  }

  @Test
  void aBatchOfPathsIsOneUpdate() throws Exception {
    SupernetTraining training =
        training(always(architecture(1, 4), architecture(3, 8)), Samples.RECIPE, Engine.ONEDNN);

    SharedWeights weights = train(training, SharedWeights.none(), 0, 1);

    Block stem = Objects.requireNonNull(weights.block("stem/W/3x3"));
    assertEquals(1, Objects.requireNonNull(stem.moments("")).steps());
    assertFalse(weights.bytes() < 2 * Float.BYTES * weights.parameters());
  }
}
