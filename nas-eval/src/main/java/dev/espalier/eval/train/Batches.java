package dev.espalier.eval.train;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns rows of examples into arrays: features as the network takes them, targets as it learns. */
final class Batches {
  private final Examples examples;
  private final TargetEncoding targets;
  private final double labelSmoothing;

  /**
   * Over some examples.
   *
   * @param labelSmoothing share of each label that is spread over all classes, in [0, 1)
   */
  Batches(Examples examples, TargetEncoding targets, double labelSmoothing) {
    this.examples = examples;
    this.targets = targets;
    this.labelSmoothing = labelSmoothing;
  }

  /** The rows as a training step sees them: augmented, which rows to be scored on never are. */
  Batch training(int[] rows, Augmenter augmenter, int epoch, int step) {
    float[] features = values(examples.features(), rows);
    float[] targets = targetValues(rows);
    augmenter.apply(features, targets, epoch, step);
    return new Batch(
        array(features, dimensions(examples.shape(), rows.length)),
        array(targets, rows.length, examples.outputs()));
  }

  /** {@code [rows, channels, height, width]} or {@code [rows, features]}, as they are. */
  static INDArray features(Features features, int[] rows) {
    return array(values(features, rows), dimensions(features.shape(), rows.length));
  }

  private static float[] values(Features features, int[] rows) {
    int size = features.shape().size();
    float[] values = new float[Math.multiplyExact(rows.length, size)];
    for (int i = 0; i < rows.length; i++) {
      features.copyRow(rows[i], values, i * size);
    }
    return values;
  }

  private float[] targetValues(int[] rows) {
    int outputs = examples.outputs();
    float[] values = new float[rows.length * outputs];
    for (int i = 0; i < rows.length; i++) {
      writeTarget(rows[i], values, i * outputs, outputs);
    }
    return values;
  }

  private void writeTarget(int row, float[] values, int offset, int outputs) {
    if (examples.targets() instanceof Targets.Labels labels) {
      float rest = (float) (labelSmoothing / outputs);
      for (int output = 0; output < outputs; output++) {
        values[offset + output] = rest;
      }
      values[offset + labels.label(row)] += (float) (1.0 - labelSmoothing);
    } else {
      Targets.Values real = examples.values();
      for (int output = 0; output < outputs; output++) {
        values[offset + output] =
            targets.values().get(output).scale().apply(real.value(row, output));
      }
    }
  }

  private static long[] dimensions(FeatureShape shape, int rows) {
    return shape instanceof FeatureShape.Image image
        ? new long[] {rows, image.channels(), image.height(), image.width()}
        : new long[] {rows, shape.size()};
  }

  /** Made in its shape: a reshaped view is a second array on memory that only the first closes. */
  private static INDArray array(float[] values, long... dimensions) {
    return Nd4j.create(values, dimensions, 'c');
  }
}
