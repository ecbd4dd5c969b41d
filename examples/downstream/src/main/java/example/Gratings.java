package example;

import dev.espalier.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Images of stripes under noise: each class has its own direction and width of stripes. */
final class Gratings {
  private static final double NOISE = 0.3;

  private final Shape.Image shape;
  private final int classes;
  private final Random random;

  Gratings(Shape.Image shape, int classes, long seed) {
    this.shape = shape;
    this.classes = classes;
    this.random = new Random(seed);
  }

  /** As many images of each class, the classes in turn. */
  DataSetIterator images(int perClass, int batchSize) {
    List<DataSet> images = new ArrayList<>();
    for (int i = 0; i < perClass * classes; i++) {
      images.add(image(i % classes));
    }
    return new ListDataSetIterator<>(images, batchSize);
  }

  private DataSet image(int label) {
    int size = shape.height() * shape.width();
    float[] pixels = new float[shape.channels() * size];
    double angle = Math.PI * label / classes;
    double waves = 2 * Math.PI * (1 + label % 3);
    for (int i = 0; i < pixels.length; i++) {
      double y = (double) (i % size / shape.width()) / shape.height();
      double x = (double) (i % shape.width()) / shape.width();
      double wave = Math.sin(waves * (x * Math.cos(angle) + y * Math.sin(angle)));
      pixels[i] = (float) (wave + NOISE * random.nextGaussian());
    }
    long[] dimensions = {1, shape.channels(), shape.height(), shape.width()};
    INDArray target = Nd4j.zeros(1, classes).putScalar(0, label, 1.0);
    return new DataSet(Nd4j.create(pixels, dimensions, 'c'), target);
  }
}
