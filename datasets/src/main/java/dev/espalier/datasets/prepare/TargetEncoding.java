package dev.espalier.datasets.prepare;

import java.util.ArrayList;
import java.util.List;

/**
 * How a network's outputs are to be read: as one of some classes, or as values.
 *
 * @param labels class names, the position being the class; empty for regression
 * @param values one entry per value; empty for classification
 */
public record TargetEncoding(List<String> labels, List<Value> values) {

  /**
   * A real value to be predicted.
   *
   * @param name of its column
   * @param scale of the training split. Examples hold values in their own units; a trainer may
   *     scale them by this, and must then undo it on what the network puts out
   */
  public record Value(String name, Scale scale) {}

  public TargetEncoding {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
    if (labels.isEmpty() == values.isEmpty()) {
      throw new IllegalArgumentException(
          "targets are either labels %s or values %s".formatted(labels, values));
    }
  }

  /** Classes. */
  public static TargetEncoding classes(List<String> labels) {
    return new TargetEncoding(labels, List.of());
  }

  /**
   * Real values, scaled as the training rows need it.
   *
   * @param names of the values
   * @param rows the values of the training rows, in their own units
   */
  public static TargetEncoding values(List<String> names, List<double[]> rows) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Scale.Fit fit = new Scale.Fit();
      for (double[] row : rows) {
        fit.add(row[i]);
      }
      values.add(new Value(names.get(i), fit.scale()));
    }
    return new TargetEncoding(List.of(), values);
  }
}
