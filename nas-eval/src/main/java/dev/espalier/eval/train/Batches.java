package dev.espalier.eval.train;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns rows of examples into arrays: features as the network takes them, targets as it learns. */
public final class Batches {
  private final Examples examples;
  private final TargetEncoding targets;
  private final double labelSmoothing;
  private final StepCuts cuts;

  /**
   * Over some examples.
   *
   * @param labelSmoothing share of each label that is spread over all classes, in [0, 1)
   */
  public Batches(Examples examples, TargetEncoding targets, double labelSmoothing) {
    this(examples, targets, labelSmoothing, StepCuts.none(examples.shape()));
  }

  /** The same, spared some padding. */
  Batches(Examples examples, TargetEncoding targets, double labelSmoothing, StepCuts cuts) {
    this.examples = examples;
    this.targets = targets;
    this.labelSmoothing = labelSmoothing;
    this.cuts = cuts;
  }

  /** The rows as a training step sees them: augmented, which rows to be scored on never are. */
  public Batch training(int[] rows, Augmenter augmenter, int epoch, int step) {
    float[] features = values(examples.features(), rows);
    float[] targets = targetValues(rows);
    augmenter.apply(features, targets, epoch, step);
    return batch(rows, features, targets);
  }

  /** The rows as they are. */
  public Batch plain(int[] rows) {
    return batch(rows, values(examples.features(), rows), targetValues(rows));
  }

  /** Shape of the features of so many rows. */
  public long[] shape(int rows) {
    return dimensions(examples.shape(), rows, examples.shape().steps());
  }

  private Batch batch(int[] rows, float[] features, float[] targets) {
    boolean perStep = examples.targets() instanceof StepLabels;
    int kept = cuts.of(examples.features(), rows);
    return new Batch(
        array(cuts.cut(features, kept), dimensions(examples.shape(), rows.length, kept)),
        perStep
            ? array(cuts.cut(targets, kept), rows.length, examples.outputs(), kept)
            : array(targets, rows.length, examples.outputs()),
        mask(examples.features(), rows, kept),
        perStep ? mask(examples.features(), rows, kept) : null);
  }

  /**
   * {@code [rows, channels, height, width]}, {@code [rows, features]} or {@code [rows, features,
   * steps]}, as they are.
   *
   * @param kept as of {@link StepCuts#of(Features, int...)}
   */
  static INDArray features(Features features, int[] rows, StepCuts cuts, int kept) {
    return array(
        cuts.cut(values(features, rows), kept), dimensions(features.shape(), rows.length, kept));
  }

  /**
   * {@code [rows, steps]} of 1 for steps that count and 0 for padding; null where no row has
   * padding.
   *
   * @param kept steps of the batch
   */
  static @Nullable INDArray mask(Features features, int[] rows, int kept) {
    if (!features.isPadded(rows)) {
      return null;
    }
    float[] mask = new float[Math.multiplyExact(rows.length, kept)];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(mask, i * kept, i * kept + features.length(rows[i]), 1.0f);
    }
    return array(mask, rows.length, kept);
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
    int steps = examples.targets() instanceof StepLabels ? examples.shape().steps() : 1;
    int size = Math.multiplyExact(examples.outputs(), steps);
    float[] values = new float[Math.multiplyExact(rows.length, size)];
    for (int i = 0; i < rows.length; i++) {
      writeTarget(rows[i], values, i * size);
    }
    return values;
  }

  private void writeTarget(int row, float[] values, int offset) {
    if (examples.targets() instanceof Targets.Labels labels) {
      writeClass(labels.label(row), values, offset, 1);
    } else if (examples.targets() instanceof StepLabels labels) {
      for (int step = 0; step < labels.length(row); step++) {
        writeClass(labels.label(row, step), values, offset + step, examples.shape().steps());
      }
    } else {
      Targets.Values real = examples.values();
      for (int output = 0; output < real.outputs(); output++) {
        values[offset + output] =
            targets.values().get(output).scale().apply(real.value(row, output));
      }
    }
  }

  /** One class in an axis of classes that are {@code stride} apart. */
  private void writeClass(int label, float[] values, int offset, int stride) {
    int outputs = examples.outputs();
    float rest = (float) (labelSmoothing / outputs);
    for (int output = 0; output < outputs; output++) {
      values[offset + output * stride] = rest;
    }
    values[offset + label * stride] += (float) (1.0 - labelSmoothing);
  }

  /** Steps, where there are any, are the last axis. */
  private static long[] dimensions(FeatureShape shape, int rows, int kept) {
    long[] dimensions =
        LongStream.concat(LongStream.of(rows), shape.axes().stream().mapToLong(Integer::longValue))
            .toArray();
    if (kept < shape.steps()) {
      dimensions[dimensions.length - 1] = kept;
    }
    return dimensions;
  }

  /** Made in its shape: a reshaped view is a second array on memory that only the first closes. */
  private static INDArray array(float[] values, long... dimensions) {
    return Nd4j.create(values, dimensions, 'c');
  }
}
