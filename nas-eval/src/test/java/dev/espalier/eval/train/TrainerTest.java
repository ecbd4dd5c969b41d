package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.Examples;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.objective.ClassMetrics;
import dev.espalier.objective.ValueMetrics;
import dev.espalier.onednn.BatchStatistics;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

final class TrainerTest {
  private static final Examples STROKES = Samples.strokes(96, 1);
  private static final Network NETWORK = Samples.convolutional();

  /** Too weak to turn one stroke into another. */
  private static final ImmutableList<Augmentation> EVERY_AUGMENTATION =
      ImmutableList.of(
          new Augmentation.Flip(),
          new Augmentation.Crop(1),
          new Augmentation.Cutout(2),
          new Augmentation.Noise(0.05),
          new Augmentation.Mixup(0.1));

  /** As if the environment said so: sums are taken in another order, and a core is taken away. */
  @Test
  void aTrainingUsesOneThreadWhateverWasSet() throws Exception {
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    try (Trained one = train(Samples.RECIPE, STROKES, 1, 5)) {
      NativeRuntime.useThreads(2);
      assertEquals(2, operations.ompGetMaxThreads());
      try (Trained other = train(Samples.RECIPE, STROKES, 1, 5)) {
        assertEquals(1, operations.ompGetMaxThreads());
        assertEquals(one.graph().params(), other.graph().params());
      }
    }
  }

  @Test
  void twoEpochsLearnMoreThanChance() throws Exception {
    try (Trained trained = train(Samples.RECIPE, Samples.strokes(600, 1), 2, 5)) {
      double accuracy = ClassMetrics.accuracy().measure(trained.predict(Samples.strokes(150, 2)));
      assertTrue(accuracy > 0.7, "accuracy is " + accuracy + ", chance 0.33");
    }
  }

  /** The running statistics of six steps, from 0 and 1, would be half of what they should be. */
  @Test
  void aShortTrainingIsScoredByTheStatisticsOfItsFinalWeights() throws Exception {
    Examples bright = Samples.strokes(96, 1);
    try (Trained trained = train(Samples.RECIPE, bright, 1, 5)) {
      INDArray kept = trained.graph().params().dup();
      BatchStatistics statistics = BatchStatistics.of(trained.graph());
      try (Batch all =
          new Batches(bright, Samples.CLASSES, 0.0).plain(IntStream.range(0, 96).toArray())) {
        all.measure(statistics);
      }
      statistics.write();
      assertTrue(
          kept.equalsWithEps(trained.graph().params(), 1e-3),
          "the statistics of all examples at the final weights");
    }
  }

  static Stream<Recipe> recipes() {
    Recipe.Builder sgd = Samples.RECIPE.toBuilder().optimizer(new Optimizer.Sgd());
    return Stream.of(
        sgd.build(),
        Samples.RECIPE,
        sgd.optimizer(Optimizer.Adam.standard()).learningRate(0.02).build(),
        Samples.RECIPE.toBuilder().schedule(new Schedule.Constant()).build(),
        Samples.RECIPE.toBuilder().schedule(new Schedule.Step(2, 0.5)).build(),
        Samples.RECIPE.toBuilder().schedule(new Schedule.Exponential(0.1)).build(),
        Samples.RECIPE.toBuilder().warmupFraction(0.2).gradientClip(1.0).build(),
        Samples.RECIPE.toBuilder().dropout(0.1).labelSmoothing(0.1).build(),
        Samples.RECIPE.toBuilder().augment(EVERY_AUGMENTATION).learningRate(0.05).build());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeBringsTheLossDown(Recipe recipe) throws Exception {
    Losses losses = new Losses(Integer.MAX_VALUE);
    new Trainer(recipe, Samples.CLASSES).train(NETWORK, STROKES, 4, 5, losses).close();
    assertEquals(4, losses.seen.size());
    assertTrue(losses.seen.get(3) < 0.9 * losses.seen.get(0), losses.seen.toString());
  }

  @Test
  void aSeedFixesEveryParameterToTheBit() throws Exception {
    Recipe recipe = Samples.RECIPE.toBuilder().dropout(0.3).build();
    assertArrayEquals(parameters(recipe, 5), parameters(recipe, 5));
    assertFalse(Arrays.equals(parameters(recipe, 5), parameters(recipe, 6)));
  }

  @Test
  void eachAugmentationChangesTheTrainingTheSameWayEveryTime() throws Exception {
    float[] plain = parameters(Samples.RECIPE, 5);
    for (Augmentation augmentation : EVERY_AUGMENTATION) {
      Recipe recipe = Samples.RECIPE.toBuilder().augment(augmentation).build();
      float[] augmented = parameters(recipe, 5);
      assertFalse(Arrays.equals(plain, augmented), augmentation.name());
      assertArrayEquals(augmented, parameters(recipe, 5), augmentation.name());
    }
  }

  @Test
  void theOrderInWhichARecipeListsAugmentationsMeansNothing() throws Exception {
    Recipe.Builder recipe = Samples.RECIPE.toBuilder();
    assertArrayEquals(
        parameters(recipe.augment(EVERY_AUGMENTATION).build(), 5),
        parameters(recipe.augment(EVERY_AUGMENTATION.reverse()).build(), 5));
  }

  @Test
  void whatIsPredictedIsNeverAugmented() throws Exception {
    Recipe recipe = Samples.RECIPE.toBuilder().augment(EVERY_AUGMENTATION).build();
    Examples held = Samples.strokes(30, 2);
    try (Trained trained = train(recipe, STROKES, 1, 5)) {
      double[][] outputs = trained.outputs(held.features());
      assertArrayEquals(outputs, trained.outputs(held.features()));
      // The graph alone, given the features as they are, says the same.
      try (INDArray input = BatchesTest.whole(held.features(), 0);
          INDArray output = trained.graph().outputSingle(input)) {
        assertArrayEquals(outputs[0], output.toDoubleVector(), 1e-6);
      }
    }
    assertArrayEquals(Samples.strokes(30, 2).features().row(7), held.features().row(7));
    assertArrayEquals(Samples.strokes(96, 1).features().row(7), STROKES.features().row(7));
  }

  @Test
  void valuesAreMixedInTheirScale() throws Exception {
    Examples prices = Samples.prices(200, 1);
    Recipe recipe =
        Samples.RECIPE.toBuilder()
            .learningRate(0.02)
            .augment(new Augmentation.Mixup(0.2), new Augmentation.Noise(0.01))
            .build();
    try (Trained trained =
        new Trainer(recipe, Samples.scaleOf(prices))
            .train(Samples.perceptron(3, 1), prices, 30, 5, Watch.NONE)) {
      double r2 = ValueMetrics.r2().measure(trained.predict(Samples.prices(100, 2)));
      assertTrue(r2 > 0.9, "R2 is " + r2);
    }
  }

  @Test
  void anAugmentationThatDoesNotFitTheExamplesIsRefused() {
    Recipe recipe = Samples.RECIPE.toBuilder().augment(new Augmentation.Flip()).build();
    assertEquals(
        "augment.flip: needs images; the inputs are vectors of length 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> perceptron(recipe, Samples.labelled(0, 1, 2)).close())
            .getMessage());
  }

  @Test
  void aTrainingInAnotherThreadChangesNothing() throws Exception {
    Recipe recipe = Samples.RECIPE.toBuilder().dropout(0.3).augment(EVERY_AUGMENTATION).build();
    float[] alone = parameters(recipe, 5);
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Future<float[]> one = pool.submit(after(start, recipe, 5));
      Future<float[]> other = pool.submit(after(start, recipe, 6));
      assertArrayEquals(alone, one.get());
      assertFalse(Arrays.equals(alone, other.get()));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anInfiniteLossNamesItsStep() {
    Recipe recipe =
        Samples.RECIPE.toBuilder()
            .optimizer(new Optimizer.Sgd())
            .learningRate(900_000)
            .l2(100.0)
            .build();
    var thrown = assertThrows(EvaluationException.class, () -> train(recipe, STROKES, 20, 5));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.matches("loss is (NaN|Infinity) at step \\d+ \\(epoch \\d+\\)"), message);
  }

  @Test
  void anInterruptedThreadStopsTraining() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> train(Samples.RECIPE, STROKES, 1, 5));
    assertFalse(Thread.interrupted(), "the exception stands for the flag");
  }

  @Test
  void aWatchEndsTrainingAfterAnEpoch() throws Exception {
    Losses losses = new Losses(2);
    new Trainer(Samples.RECIPE, Samples.CLASSES).train(NETWORK, STROKES, 9, 5, losses).close();
    assertEquals(2, losses.seen.size());
  }

  @Test
  void anImageNetworkRefusesImagesOfAnotherSize() {
    Network network = ReferenceNetworks.of(new Shape.Image(3, 16, 16), 3).values().asList().get(0);
    assertEquals(
        "the network takes an input of 3x16x16; the examples are image [1 channels, 8 high, 8"
            + " wide], so it must take 1x8x8",
        refusal(network, STROKES));
  }

  @Test
  void aNetworkForOtherClassesIsRefused() {
    Network network = ReferenceNetworks.of(new Shape.Image(1, 8, 8), 10).values().asList().get(0);
    assertEquals(
        "the network puts out 10; the examples have 3 classes, so it must put out 3",
        refusal(network, STROKES));
  }

  @Test
  void rareClassesWeighMoreWhereTheRecipeSaysSo() throws Exception {
    Recipe balanced = Samples.RECIPE.toBuilder().balanceClasses(true).build();
    Examples uneven = Samples.labelled(0, 0, 0, 0, 1, 1);
    try (Trained trained = perceptron(balanced, uneven)) {
      LossMCXENT loss = loss(trained);
      assertArrayEquals(new float[] {0.5f, 1.0f, 0.0f}, loss.getWeights().data().asFloat());
    }
    try (Trained trained = perceptron(Samples.RECIPE, uneven)) {
      assertNull(loss(trained).getWeights());
    }
  }

  @Test
  void aTrainedGraphHasTheRecipesLearningRate() throws Exception {
    try (Trained trained = train(Samples.RECIPE, STROKES, 1, 5)) {
      assertEquals(0.1, trained.graph().getLearningRate("logits"), 1e-12);
    }
  }

  @Test
  void noScratchMemoryStaysBehind() throws Exception {
    try (Trained trained = train(Samples.RECIPE, STROKES, 1, 5)) {
      assertEquals(List.of(), scratch());
      trained.outputs(STROKES.features());
      assertEquals(List.of(), scratch());
    }
    Watch failing =
        new Watch() {
          @Override
          public boolean afterEpoch(int epoch, double loss) {
            throw new EvaluationException("enough");
          }
        };
    Trainer trainer = new Trainer(Samples.RECIPE, Samples.CLASSES);
    assertThrows(EvaluationException.class, () -> trainer.train(NETWORK, STROKES, 1, 5, failing));
    assertEquals(List.of(), scratch());
  }

  @Test
  void anotherThreadMayPredictAndClose() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Trained trained = pool.submit(() -> train(Samples.RECIPE, STROKES, 1, 5)).get();
      double[][] here = trained.outputs(STROKES.features());
      double[][] there = pool.submit(() -> trained.outputs(STROKES.features())).get();
      assertArrayEquals(here, there);
      trained.close();
      assertTrue(trained.graph().params().wasClosed());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Trained train(Recipe recipe, Examples examples, int epochs, long seed)
      throws InterruptedException {
    return new Trainer(recipe, Samples.CLASSES).train(NETWORK, examples, epochs, seed, Watch.NONE);
  }

  private static Trained perceptron(Recipe recipe, Examples examples) throws InterruptedException {
    return new Trainer(recipe, Samples.CLASSES)
        .train(Samples.perceptron(2, 3), examples, 1, 5, Watch.NONE);
  }

  private static List<MemoryWorkspace> scratch() {
    List<MemoryWorkspace> scratch = Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread();
    return scratch == null ? List.of() : scratch;
  }

  private static LossMCXENT loss(Trained trained) {
    OutputLayer output = (OutputLayer) trained.graph().getLayer("output").conf().getLayer();
    return (LossMCXENT) output.getLossFn();
  }

  private static float[] parameters(Recipe recipe, long seed) throws InterruptedException {
    try (Trained trained = train(recipe, STROKES, 2, seed)) {
      return trained.graph().params().dup().data().asFloat();
    }
  }

  private static Callable<float[]> after(CyclicBarrier start, Recipe recipe, long seed) {
    return () -> {
      start.await();
      return parameters(recipe, seed);
    };
  }

  private static String refusal(Network network, Examples examples) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Trainer(Samples.RECIPE, Samples.CLASSES)
                        .train(network, examples, 1, 5, Watch.NONE))
            .getMessage());
  }

  /** Keeps the loss of each epoch, and ends training after some. */
  private static final class Losses implements Watch {
    private final List<Double> seen = new ArrayList<>();
    private final int most;

    Losses(int most) {
      this.most = most;
    }

    @Override
    public boolean afterEpoch(int epoch, double loss) {
      seen.add(loss);
      assertEquals(seen.size(), epoch);
      return epoch < most;
    }
  }
}
