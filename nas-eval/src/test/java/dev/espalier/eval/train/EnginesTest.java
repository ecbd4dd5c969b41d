package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.SearchData;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.Scale;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.model.ModelFile;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.objective.ClassMetrics;
import dev.espalier.objective.Task;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network with layers that only one engine has as such is trained, kept and used on either. */
@ParameterizedClass
@EnumSource(Engine.class)
final class EnginesTest {
  private static final Examples STROKES = Samples.strokes(300, 1);
  private static final Preprocessing PREPROCESSING =
      new ImagePreprocessing(
          1, 8, 8, List.of(new Scale(127.5, 60.0)), List.of(), 255, Samples.CLASSES);

  private final Engine engine;

  EnginesTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void theGraphIsThatOfTheEngine() throws Exception {
    try (Trained trained = train(Samples.RECIPE, 1)) {
      assertEquals(engine == Engine.ONEDNN, trained.graph() instanceof OneDnnGraph);
    }
  }

  @Test
  void theEvaluatorsIdNamesIt() {
    SearchData data = new SearchData(STROKES, STROKES);
    assertEquals(
        "train:" + engine.id(),
        new TrainEvaluator(data, Task.CLASSIFICATION, Samples.CLASSES, engine).id());
  }

  @Test
  void fourEpochsLearnMoreThanChance() throws Exception {
    try (Trained trained = train(Samples.RECIPE, 4)) {
      double accuracy = ClassMetrics.accuracy().measure(trained.predict(Samples.strokes(150, 2)));
      assertTrue(accuracy > 0.6, "accuracy is " + accuracy + ", chance 0.33");
    }
  }

  @Test
  void aSeedFixesEveryParameterToTheBit() throws Exception {
    Recipe recipe = Samples.RECIPE.toBuilder().dropout(0.3).build();
    assertArrayEquals(parameters(recipe), parameters(recipe));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov", "adam"})
  void partsOfATrainingGiveTheParametersOfTheWhole(String optimizer) throws Exception {
    Recipe recipe =
        Samples.RECIPE.toBuilder()
            .optimizer(
                switch (optimizer) {
                  case "sgd" -> new Optimizer.Sgd();
                  case "adam" -> Optimizer.Adam.standard();
                  default -> Optimizer.Nesterov.standard();
                })
            .build();
    Trainer trainer = new Trainer(recipe, Samples.CLASSES, engine);
    ByteSource state;
    try (Trained part = train(trainer, new Stretch(0, 2, 5, Optional.empty()))) {
      state = part.state().orElseThrow();
    }
    try (Trained rest = train(trainer, new Stretch(2, 5, 5, Optional.of(state)));
        Trained whole = train(trainer, Stretch.whole(5))) {
      assertArrayEquals(
          whole.graph().params().toFloatVector(), rest.graph().params().toFloatVector());
    }
  }

  private static Trained train(Trainer trainer, Stretch stretch) throws InterruptedException {
    return trainer.train(Samples.convolutional(), STROKES, stretch, 5, Watch.NONE, graph -> {});
  }

  @Test
  void anInfiniteLossFails() {
    Recipe recipe =
        Samples.RECIPE.toBuilder()
            .optimizer(new Optimizer.Sgd())
            .learningRate(900_000)
            .l2(100.0)
            .build();
    assertThrows(EvaluationException.class, () -> train(recipe, 10));
  }

  @Test
  void aModelFileRunsOnOneDnnWhateverTrainedIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.zip");
    try (Trained trained = train(Samples.RECIPE, 1)) {
      new ModelFile(trained.graph(), PREPROCESSING).write(file);
      ComputationGraph read = ModelFile.read(file).graph();
      assertInstanceOf(OneDnnGraph.class, read);
      try (Trained again = new Trained(read, Samples.CLASSES);
          Trained plain =
              new Trained(
                  ModelSerializer.restoreComputationGraph(file.toFile(), true), Samples.CLASSES)) {
        double[][] outputs = trained.outputs(STROKES.features());
        double[][] fromFile = again.outputs(STROKES.features());
        double[][] byDeeplearning4j = plain.outputs(STROKES.features());
        for (int row = 0; row < outputs.length; row++) {
          assertArrayEquals(outputs[row], fromFile[row], 1e-5);
          assertArrayEquals(outputs[row], byDeeplearning4j[row], 1e-5);
        }
      }
    }
  }

  private Trained train(Recipe recipe, int epochs) throws InterruptedException {
    return new Trainer(recipe, Samples.CLASSES, engine)
        .train(separable(), STROKES, epochs, 5, Watch.NONE);
  }

  private float[] parameters(Recipe recipe) throws InterruptedException {
    try (Trained trained = train(recipe, 1)) {
      return trained.graph().params().dup().data().asFloat();
    }
  }

  private static Network separable() {
    Network.Builder network = Network.builder(new Shape.Image(1, 8, 8));
    int x = network.add("stem", Conv2d.of(8, Window.same(3, 1)), 0);
    x = network.add("stem.norm", new BatchNorm(), x);
    x = network.add("swish", new Activation(Activation.Function.HARD_SWISH), x);
    x = network.add("depthwise", Conv2d.depthwise(8, Window.same(3, 1)), x);
    x = network.add("pointwise", Conv2d.of(16, Window.same(1, 1)), x);
    x = network.add("norm", new BatchNorm(), x);
    x = network.add("relu", Activation.relu(), x);
    x = network.add("pool", new GlobalPool(Pooling.MAX), x);
    network.add("output", Dense.of(3), x);
    return network.build();
  }
}
