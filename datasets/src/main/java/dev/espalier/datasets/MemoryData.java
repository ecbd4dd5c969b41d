package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.SeriesPreprocessing;
import dev.espalier.datasets.prepare.TablePreprocessing;
import dev.espalier.datasets.read.RawImages;
import dev.espalier.datasets.read.RawRows;
import dev.espalier.datasets.read.RawSeries;
import dev.espalier.datasets.read.RawVectors;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Examples that a program holds in memory: images of any number of channels, vectors, or series.
 * Immutable; the arrays are copied. Features are scaled to mean 0 and deviation 1 as those of files
 * are, by what the training split holds.
 *
 * <pre>{@code
 * MemoryData train = MemoryData.classes(new FeatureShape.Vector(4), features, labels);
 * Dataset dataset = train.dataset(null, DatasetSpec.inMemory().splitSeed(7).build());
 * }</pre>
 */
public final class MemoryData {
  private final FeatureShape shape;
  private final ImmutableList<float[]> rows;
  private final Targets targets;
  private final String name;

  private MemoryData(FeatureShape shape, List<float[]> rows, Targets targets, String name) {
    if (rows.size() != targets.size()) {
      throw new IllegalArgumentException(
          "%s rows of features and %s of targets; must be as many"
              .formatted(rows.size(), targets.size()));
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there are no rows; must be at least one");
    }
    this.shape = shape;
    this.rows = rows.stream().map(float[]::clone).collect(ImmutableList.toImmutableList());
    this.targets = targets;
    this.name = name;
    for (int row = 0; row < rows.size(); row++) {
      requireRow(row);
    }
  }

  /**
   * Examples with a class each. Classes are called by their numbers; see {@link #named}.
   *
   * @param shape of one example; images are row-major {@code [channels, height, width]}, sequences
   *     {@code [features, steps]}
   * @param features {@code [rows][numbers]}, finite; a sequence may have fewer steps than the shape
   * @param labels {@code [rows]}, from 0 upwards, without gaps
   * @throws IllegalArgumentException if the sizes do not fit, or a number is not finite
   */
  public static MemoryData classes(FeatureShape shape, float[][] features, int[] labels) {
    int most = IntStream.of(labels).max().orElse(0);
    return classes(
        shape, features, labels, IntStream.rangeClosed(0, most).mapToObj(String::valueOf).toList());
  }

  /** The same, with a name for each class. */
  public static MemoryData classes(
      FeatureShape shape, float[][] features, int[] labels, List<String> classNames) {
    return new MemoryData(
        shape, List.of(features), Targets.Labels.of(labels, classNames), "memory");
  }

  /**
   * Examples with one or more values each.
   *
   * @param features as in {@link #classes(FeatureShape, float[][], int[])}
   * @param values {@code [rows][names]}, finite, in their own units
   * @param names of the values
   * @throws IllegalArgumentException if the sizes do not fit, or a number is not finite
   */
  public static MemoryData values(
      FeatureShape shape, float[][] features, double[][] values, List<String> names) {
    return new MemoryData(shape, List.of(features), Targets.Values.of(values, names), "memory");
  }

  /** The same data by a name, which results will show. */
  public MemoryData named(String newName) {
    return new MemoryData(shape, rows, targets, newName);
  }

  /** Number of examples. */
  public int size() {
    return rows.size();
  }

  /**
   * Divided and prepared.
   *
   * @param test the test split; null to hold out a fifth of this data, or what the spec says
   * @param spec how to divide: {@link DatasetSpec#inMemory}
   * @throws DatasetException if there are too few examples
   * @throws IllegalArgumentException if the spec is for files, or the test split has another shape
   *     or other targets
   */
  public Dataset dataset(@Nullable MemoryData test, DatasetSpec spec) {
    if (spec.format() != DataFormat.MEMORY) {
      throw new IllegalArgumentException(
          "dataset (%s) names data elsewhere; must be DatasetSpec.inMemory() for data in memory"
              .formatted(spec.name() == null ? spec.path() : spec.name()));
    }
    Settings.requireUsed("memory", DataFormat.MEMORY, spec);
    if (test != null) {
      requireLike(test);
    }
    Provenance provenance =
        new Provenance(name, "Data in memory", "handed over by a program", "not stated", "");
    ImmutableList<String> columns = columns(shape.stepSize());
    if (shape instanceof FeatureShape.Image image) {
      return Assembler.assemble(
          provenance,
          spec,
          raw(
              test,
              data -> RawImages.of(data.name, image, data.rows),
              ImageSource.fitter(columns)));
    }
    if (shape instanceof FeatureShape.Sequence sequence) {
      return Assembler.assemble(
          provenance,
          spec,
          raw(
              test,
              data -> RawSeries.of(data.name, columns, data.doubles()),
              (series, train, encoding) -> {
                SeriesPreprocessing fitted =
                    SeriesPreprocessing.fit(series, sequence.steps(), null, null, train, encoding);
                return new Fitter.Fitted<>(fitted, fitted::encode);
              }));
    }
    if (shape instanceof FeatureShape.Vector) {
      return Assembler.assemble(
          provenance,
          spec,
          raw(
              test,
              data -> new RawVectors(data.name, data.rows),
              (vectors, train, encoding) -> {
                TablePreprocessing fitted = TablePreprocessing.fit(vectors, train, encoding);
                return new Fitter.Fitted<>(fitted, fitted::encode);
              }));
    }
    throw new IllegalArgumentException(
        "%s cannot be handed over in memory; must be an image, a vector or a sequence"
            .formatted(shape));
  }

  private interface Rows<R extends RawRows> {
    R of(MemoryData data);
  }

  private <R extends RawRows> RawDataset<R> raw(
      @Nullable MemoryData test, Rows<R> rows, Fitter<R> fitter) {
    return new RawDataset<>(
        part(rows),
        0,
        test == null ? null : test.part(rows),
        targets instanceof Targets.Values values ? values.names() : ImmutableList.of("label"),
        targets instanceof Targets.Labels labels ? labels.classNames() : ImmutableList.of(),
        new RawDataset.Declared(targets.task(), "the program that hands them over"),
        ImmutableMap.of(),
        ImmutableMap.of(),
        fitter);
  }

  private <R extends RawRows> RawPart<R> part(Rows<R> data) {
    return new RawPart<>(data.of(this), texts(), ImmutableList.of(), ImmutableList.of());
  }

  private List<double[]> doubles() {
    List<double[]> doubles = new ArrayList<>();
    for (float[] row : rows) {
      double[] copy = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        copy[i] = row[i];
      }
      doubles.add(copy);
    }
    return doubles;
  }

  /** The targets as a file would hold them. */
  private ImmutableList<ImmutableList<String>> texts() {
    ImmutableList.Builder<ImmutableList<String>> texts = ImmutableList.builder();
    for (int row = 0; row < size(); row++) {
      texts.add(texts(row));
    }
    return texts.build();
  }

  private ImmutableList<String> texts(int row) {
    if (targets instanceof Targets.Labels labels) {
      return ImmutableList.of(labels.classNames().get(labels.label(row)));
    }
    Targets.Values values = (Targets.Values) targets;
    return IntStream.range(0, values.outputs())
        .mapToObj(i -> Double.toString(values.value(row, i)))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> columns(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "c" + i)
        .collect(ImmutableList.toImmutableList());
  }

  private void requireLike(MemoryData test) {
    boolean same =
        shape.equals(test.shape)
            && targets.task() == test.targets.task()
            && names(targets).equals(names(test.targets));
    if (!same) {
      throw new IllegalArgumentException(
          "the test split has %s and targets %s; must have %s and targets %s as the training data"
              .formatted(test.shape, names(test.targets), shape, names(targets)));
    }
  }

  private static ImmutableList<String> names(Targets targets) {
    return targets instanceof Targets.Values values
        ? values.names()
        : ((Targets.Labels) targets).classNames();
  }

  private void requireRow(int row) {
    float[] values = rows.get(row);
    int step = shape.stepSize();
    boolean fits =
        shape.steps() == 1
            ? values.length == shape.size()
            : values.length > 0 && values.length % step == 0 && values.length <= shape.size();
    if (!fits) {
      throw new IllegalArgumentException(
          "row %s has %s numbers; %s needs %s%s"
              .formatted(
                  row,
                  values.length,
                  shape,
                  shape.steps() == 1 ? "" : "a multiple of %s up to ".formatted(step),
                  shape.size()));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "row %s holds %s; features must be finite".formatted(row, value));
      }
    }
  }
}
