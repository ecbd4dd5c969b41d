package dev.espalier.eval.data;

import dev.espalier.datasets.MemoryData;
import dev.espalier.datasets.example.FeatureShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Examples from ND4J arrays and Deeplearning4j's iterators, copied.
 *
 * <p>Features are {@code [rows, features]}, {@code [rows, channels, height, width]} or, for series,
 * {@code [rows, features, steps]}, of which a mask {@code [rows, steps]} says how many steps count.
 * Labels are {@code [rows, classes]}, one of them 1 and the others 0, or {@code [rows, values]}.
 * Labels of one column are values, or {@code [rows]} or {@code [rows, 1]} of whole numbers where
 * they are taken as classes by {@link #classes}.
 */
public final class NdArrayData {
  private NdArrayData() {}

  /**
   * All batches of an iterator, which is reset before and after. Labels of one 1 among zeros in
   * every row make classes, all others are values.
   *
   * @throws IllegalArgumentException if there are none, or the batches do not fit together
   */
  public static MemoryData of(DataSetIterator iterator) {
    Rows rows = new Rows();
    iterator.reset();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      rows.add(batch.getFeatures(), batch.getFeaturesMaskArray());
      rows.addTargets(batch.getLabels());
    }
    iterator.reset();
    return rows.isOneHot() ? rows.classes() : rows.values();
  }

  /**
   * Classification.
   *
   * @param labels {@code [rows, classes]} with one 1 a row, or {@code [rows]} or {@code [rows, 1]}
   *     of class numbers from 0
   * @throws IllegalArgumentException if the shapes do not fit, or the labels are no classes
   */
  public static MemoryData classes(INDArray features, INDArray labels) {
    Rows rows = new Rows();
    rows.add(features, null);
    rows.addTargets(labels);
    return rows.classes();
  }

  /**
   * Regression.
   *
   * @param values {@code [rows, values]}
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static MemoryData values(INDArray features, INDArray values) {
    Rows rows = new Rows();
    rows.add(features, null);
    rows.addTargets(values);
    return rows.values();
  }

  /** Rows as they come. */
  private static final class Rows {
    private @Nullable FeatureShape shape;
    private final List<float[]> features = new ArrayList<>();
    private final List<float[]> targets = new ArrayList<>();

    void add(INDArray batch, @Nullable INDArray mask) {
      FeatureShape own = shapeOf(batch);
      FeatureShape known = shape;
      if (known != null && !known.equals(own)) {
        if (!(known instanceof FeatureShape.Sequence before)
            || !(own instanceof FeatureShape.Sequence now)
            || before.features() != now.features()) {
          throw new IllegalArgumentException(
              "a batch has examples of %s, those before had %s".formatted(own, known));
        }
        own = before.steps() >= now.steps() ? before : now; // batches are as long as they need
      }
      shape = own;
      int steps = batch.rank() == 3 ? Math.toIntExact(batch.size(2)) : 1;
      for (float[] row : matrix(batch)) {
        features.add(row);
      }
      if (mask != null && batch.rank() == 3) {
        int first = features.size() - Math.toIntExact(batch.size(0));
        float[][] masks = matrix(mask);
        for (int i = 0; i < masks.length; i++) {
          features.set(first + i, cut(features.get(first + i), steps, length(masks[i], first + i)));
        }
      }
    }

    void addTargets(INDArray labels) {
      if (labels.rank() > 2) {
        throw new IllegalArgumentException(
            "labels of rank %s; must be [rows, classes] or [rows, values]"
                .formatted(labels.rank()));
      }
      for (float[] row : matrix(labels)) {
        targets.add(row);
      }
    }

    boolean isOneHot() {
      return targets.stream().allMatch(row -> row.length > 1 && hot(row) >= 0);
    }

    MemoryData classes() {
      int[] labels = new int[targets.size()];
      int classes = 0;
      for (int row = 0; row < labels.length; row++) {
        float[] own = targets.get(row);
        labels[row] = own.length == 1 ? whole(own[0]) : hot(own);
        if (labels[row] < 0) {
          throw new IllegalArgumentException(
              "the labels of row %s are no class; must be one 1 among zeros, or a whole number from 0"
                  .formatted(row));
        }
        classes = Math.max(classes, own.length == 1 ? labels[row] + 1 : own.length);
      }
      return MemoryData.classes(
          shape(),
          features.toArray(float[][]::new),
          labels,
          IntStream.range(0, classes).mapToObj(String::valueOf).toList());
    }

    MemoryData values() {
      int width = targets.isEmpty() ? 0 : targets.get(0).length;
      return MemoryData.values(
          shape(),
          features.toArray(float[][]::new),
          targets.stream().map(Rows::doubles).toArray(double[][]::new),
          IntStream.range(0, width).mapToObj(i -> "value" + i).toList());
    }

    private static double[] doubles(float[] row) {
      double[] copy = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        copy[i] = row[i];
      }
      return copy;
    }

    private FeatureShape shape() {
      FeatureShape known = shape;
      if (known == null) {
        throw new IllegalArgumentException("there are no examples; must be at least one batch");
      }
      return known;
    }
  }

  private static FeatureShape shapeOf(INDArray features) {
    return switch (features.rank()) {
      case 2 -> new FeatureShape.Vector(Math.toIntExact(features.size(1)));
      case 3 ->
          new FeatureShape.Sequence(
              Math.toIntExact(features.size(1)), Math.toIntExact(features.size(2)));
      case 4 ->
          new FeatureShape.Image(
              Math.toIntExact(features.size(1)),
              Math.toIntExact(features.size(2)),
              Math.toIntExact(features.size(3)));
      default ->
          throw new IllegalArgumentException(
              "features of rank %s; must be [rows, features], [rows, features, steps] or [rows, channels, height, width]"
                  .formatted(features.rank()));
    };
  }

  private static float[][] matrix(INDArray array) {
    long rows = array.size(0);
    return array.castTo(DataType.FLOAT).dup('c').reshape('c', rows, -1).toFloatMatrix();
  }

  /** Which number is 1, all others being 0; -1 if they are not like that. */
  private static int hot(float[] row) {
    int hot = -1;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == 1.0f && hot < 0) {
        hot = i;
      } else if (row[i] != 0.0f) {
        return -1;
      }
    }
    return hot;
  }

  private static int whole(float value) {
    return value == Math.rint(value) && value >= 0 && value < 1e6 ? (int) value : -1;
  }

  /** How many steps count, which must come first. */
  private static int length(float[] mask, int row) {
    int length = 0;
    for (float step : mask) {
      length += step != 0.0f ? 1 : 0;
    }
    for (int i = 0; i < length; i++) {
      if (mask[i] == 0.0f) {
        throw new IllegalArgumentException(
            "the mask of row %s has a gap; the steps that count must come first".formatted(row));
      }
    }
    return Math.max(1, length);
  }

  /** The first steps of {@code [features, steps]}. */
  private static float[] cut(float[] row, int steps, int length) {
    int width = row.length / steps;
    float[] shorter = new float[width * length];
    for (int feature = 0; feature < width; feature++) {
      System.arraycopy(row, feature * steps, shorter, feature * length, length);
    }
    return shorter;
  }
}
