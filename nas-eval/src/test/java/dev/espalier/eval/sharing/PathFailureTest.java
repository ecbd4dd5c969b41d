package dev.espalier.eval.sharing;

import static dev.espalier.eval.sharing.SupernetTrainingTest.SPACE;
import static dev.espalier.eval.sharing.SupernetTrainingTest.architecture;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.Batch;
import dev.espalier.eval.train.Batches;
import dev.espalier.eval.train.Epochs;
import dev.espalier.eval.train.Losses;
import dev.espalier.eval.train.Samples;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.Preparation;
import dev.espalier.network.Network;
import dev.espalier.space.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong inside a path, the weights stay what they were before it. */
class PathFailureTest {
  private static final Examples EXAMPLES = Samples.strokes(90, 1);
  private static final Architecture PATH = architecture(3, 6);

  /** What happens at the third backward pass. */
  private static final class ThirdStep extends BaseTrainingListener {
    private final Runnable failure;
    private int steps;

    ThirdStep(Runnable failure) {
      this.failure = failure;
    }

    @Override
    public void onBackwardPass(Model model) {
      steps++;
      if (steps == 3) {
        failure.run();
      }
    }
  }

  /** Notes what is kept. */
  private static final class Kept implements Preparation {
    private final List<ByteSource> states = new ArrayList<>();

    @Override
    public void keep(ByteSource state) {
      states.add(state);
    }

    @Override
    public void progress(long done, long all, double loss) {}

    @Override
    public void prepared(String summary) {}

    @Override
    public void checkStop() {}
  }

  private static void exhaust() {
    throw new OutOfMemoryError("for this test");
  }

  private static void fault() {
    throw new IllegalStateException("for this test");
  }

  /** As a trial that runs out of time is told to end. */
  private static void timeOut() {
    Thread.currentThread().interrupt();
  }

  static List<Runnable> failures() {
    return List.of(PathFailureTest::exhaust, PathFailureTest::fault, PathFailureTest::timeOut);
  }

  private static SharedWeights fiveSteps(SharedWeights from, Runnable failure) throws Exception {
    Network network = SPACE.expand(PATH);
    try (PathGraph graph =
        PathGraph.of(
            network, Losses.of(EXAMPLES, Samples.RECIPE), Samples.RECIPE, Engine.ONEDNN, 1)) {
      graph.graph().setListeners(new ThirdStep(failure));
      Epochs epochs = new Epochs(EXAMPLES, Samples.RECIPE.batchSize(), 4);
      return new TrialTraining(EXAMPLES, Samples.CLASSES, Samples.RECIPE, epochs, 4)
          .train(from, step -> new Path(PATH, graph, "", 0.1), 0, 5);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aTrialThatFailsLeavesTheWeightsAsTheyWere(Runnable failure) throws Exception {
    SharedWeights weights = fiveSteps(SharedWeights.none(), () -> {});
    byte[] before = weights.bytesOfAll().read();
    SharedWeights expected = fiveSteps(weights, () -> {});

    assertThrows(Throwable.class, () -> fiveSteps(weights, failure));

    assertFalse(Thread.interrupted());
    assertTrue(ByteSource.wrap(before).contentEquals(weights.bytesOfAll()));
    assertTrue(expected.bytesOfAll().contentEquals(fiveSteps(weights, () -> {}).bytesOfAll()));
  }

  private static SupernetTraining training(Function<Architecture, Network> networks) {
    return new SupernetTraining(
        networks,
        OneShot.Paths.FAIR.sampler(SPACE, 3),
        EXAMPLES,
        Samples.CLASSES,
        Samples.RECIPE,
        Engine.ONEDNN,
        new SupernetTraining.Course(2, 2, PathTuning.NONE),
        9);
  }

  @Test
  void oneShotTrainingThatFailsIsGoneOnWithFromTheStepBefore() throws Exception {
    Snapshot whole;
    try (SupernetTraining training = training(SPACE::expand)) {
      whole = training.run(Snapshot.NONE, new Kept());
    }
    AtomicInteger expanded = new AtomicInteger();
    Kept kept = new Kept();
    try (SupernetTraining failing =
        training(
            architecture -> {
              if (expanded.incrementAndGet() == 6) {
                exhaust();
              }
              return SPACE.expand(architecture);
            })) {
      assertThrows(OutOfMemoryError.class, () -> failing.run(Snapshot.NONE, kept));
    }

    Snapshot reached = Snapshot.read(kept.states.get(kept.states.size() - 1));
    assertTrue(reached.steps() > 0 && reached.steps() < whole.steps());
    try (SupernetTraining training = training(SPACE::expand)) {
      Snapshot end = training.run(reached, new Kept());
      assertTrue(whole.bytes().contentEquals(end.bytes()));
    }
  }

  @Test
  void weightsThatOutgrowTheHeapAreRefused() {
    try (PathGraph graph =
        PathGraph.of(
            SPACE.expand(PATH),
            Losses.of(EXAMPLES, Samples.RECIPE),
            Samples.RECIPE,
            Engine.ONEDNN,
            1)) {
      PathTrainer trainer = new PathTrainer(Samples.RECIPE, 1_000);
      List<Path> paths = List.of(new Path(PATH, graph, "", 0.1));
      Epochs epochs = new Epochs(EXAMPLES, 16, 4);
      Batches batches = new Batches(EXAMPLES, Samples.CLASSES, 0.0);
      try (Batch batch = batches.plain(epochs.epoch(1).get(0))) {
        EvaluationException refusal =
            assertThrows(
                EvaluationException.class, () -> trainer.take(SharedWeights.none(), paths, batch));
        assertTrue(
            String.valueOf(refusal.getMessage())
                .startsWith(
                    "411 parameters in 6 blocks, 0.0 MB with the optimizer's state are more"),
            refusal::getMessage);
      }
    }
  }
}
