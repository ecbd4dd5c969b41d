package example;

import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.Loss;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.recipe.Recipe;
import dev.espalier.export.ArchitectureFile;
import dev.espalier.export.TrainingPlan;
import dev.espalier.network.Shape;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Takes an architecture that a search found into a project of its own: builds the graph, trains it
 * on other data by Deeplearning4j alone, saves it, loads it again and predicts.
 */
public final class Downstream {
  private static final double WANTED_ACCURACY = 0.9;
  private static final int MOST_EPOCHS = 20;
  private static final int IMAGES_PER_CLASS = 40;
  private static final long SEED = 1;

  private Downstream() {}

  /** Arguments: the architecture file, and where to save the model. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      fail("give two arguments: best-architecture.json model.zip");
    }
    ArchitectureFile file = ArchitectureFile.read(Path.of(args[0]));
    if (!(file.network().inputShape() instanceof Shape.Image shape)) {
      fail("%s is for vectors; this example trains on images".formatted(args[0]));
      return;
    }
    int classes = file.network().output().shape().features();
    Recipe recipe =
        file.training().map(TrainingPlan::recipe).orElseGet(() -> Recipe.builder().build());
    DataSetIterator images =
        new Gratings(shape, classes, SEED).images(IMAGES_PER_CLASS, recipe.batchSize());

    ComputationGraph graph =
        GraphLowering.lower(file.network(), OutputSpec.of(Loss.CROSS_ENTROPY), recipe, SEED);
    int epochs = 0;
    double accuracy = 0.0;
    while (accuracy < WANTED_ACCURACY && epochs < MOST_EPOCHS) {
      graph.fit(images);
      epochs++;
      images.reset();
      accuracy = graph.evaluate(images).accuracy();
    }
    System.out.printf(
        Locale.ROOT,
        "trained %d parameters on %d images, epochs %d: training accuracy %.3f%n",
        file.network().cost().params(),
        IMAGES_PER_CLASS * classes,
        epochs,
        accuracy);
    if (accuracy < WANTED_ACCURACY) {
      fail("the accuracy must reach %s".formatted(WANTED_ACCURACY));
    }

    File model = new File(args[1]);
    ModelSerializer.writeModel(graph, model, true);
    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(model);
    images.reset();
    DataSet batch = images.next();
    INDArray predicted = loaded.outputSingle(batch.getFeatures());
    if (!predicted.equalsWithEps(graph.outputSingle(batch.getFeatures()), 1e-5)) {
      fail("the model in %s predicts something else than the one that was saved".formatted(model));
    }
    System.out.printf(
        "loaded %s: predicts class %d for an image of class %d%n",
        model,
        predicted.getRow(0).argMax().getInt(0),
        batch.getLabels().getRow(0).argMax().getInt(0));
  }

  private static void fail(String why) {
    System.err.println(why);
    System.exit(1);
  }
}
