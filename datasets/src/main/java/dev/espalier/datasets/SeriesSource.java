package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.SeriesPreprocessing;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Endings;
import dev.espalier.datasets.read.FileFault;
import dev.espalier.datasets.read.RawSeries;
import dev.espalier.datasets.read.SeriesTable;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.read.TsReader;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Series in {@code .ts} files, or in tables of long format. */
final class SeriesSource {
  private SeriesSource() {}

  /** Whether a path ends as {@code .ts} files do. */
  static boolean isTs(Path path) {
    return name(path).matches(".*\\.ts(\\.gz)?");
  }

  /** Whether a directory holds {@code .ts} files. */
  static boolean isIn(Path directory) {
    return Files.isDirectory(directory) && !files(directory).isEmpty();
  }

  /**
   * Reads {@code .ts} files.
   *
   * @param path a file, or a directory of one file to train and one to test, which has {@code test}
   *     in its name
   * @param test file of the test split; null if it lies in the same directory, or there is none
   */
  static RawDataset<RawSeries> ofFiles(Path path, @Nullable Path test, DatasetSpec spec) {
    if (!Files.isDirectory(path)) {
      return ofFiles(
          DataFile.of(path), test == null ? null : DataFile.of(test), ImmutableMap.of(), spec);
    }
    List<Path> files = files(path);
    List<Path> held = files.stream().filter(file -> name(file).contains("test")).toList();
    if (files.size() - held.size() != 1 || held.size() > 1) {
      throw new DatasetException(
          path.toString(),
          "must hold one .ts file to train and at most one to test, called like Name_TEST.ts; holds %s %s"
              .formatted(files.size(), files.stream().map(SeriesSource::name).toList()));
    }
    if (held.size() == 1 && spec.test() != null) {
      throw new DatasetException(
          path.toString(),
          "holds a test file, %s; leave test (%s) out".formatted(held.get(0), spec.test()));
    }
    Path train = files.stream().filter(file -> !held.contains(file)).findFirst().orElseThrow();
    Path given = held.isEmpty() ? test : held.get(0);
    return ofFiles(
        DataFile.of(train),
        given == null ? null : DataFile.of(given),
        Endings.others(path, SeriesSource::isTs),
        spec);
  }

  private static RawDataset<RawSeries> ofFiles(
      DataFile file,
      @Nullable DataFile test,
      ImmutableMap<String, Integer> passedOver,
      DatasetSpec spec) {
    TsReader.Cases cases = labelled(file);
    TsReader.Cases held = test == null ? null : labelled(test);
    return new RawDataset<>(
        RawPart.labelled(cases.series(), cases.labels()),
        0,
        held == null ? null : RawPart.labelled(held.series(), held.labels()),
        ImmutableList.of("label"),
        cases.classNames(),
        cases.classNames().isEmpty()
            ? new RawDataset.Declared(LearningTask.REGRESSION, "@targetLabel")
            : new RawDataset.Declared(LearningTask.CLASSIFICATION, "@classLabel"),
        passedOver,
        missing(cases.series(), held == null ? null : held.series()),
        fitter(spec));
  }

  private static TsReader.Cases labelled(DataFile file) {
    TsReader.Cases cases = TsReader.read(file);
    if (cases.labels().isEmpty()) {
      throw new DatasetException(
          file.name(),
          "has no labels; its header must say @classLabel true and the classes, or @targetLabel true");
    }
    return cases;
  }

  /**
   * Reads tables in long format. Columns without another role are channels.
   *
   * @throws DatasetException if the spec does not name the column of series, a channel holds
   *     something else than numbers, or a series has several labels or is in both splits
   */
  static RawDataset<RawSeries> ofTables(DataFile file, @Nullable DataFile test, DatasetSpec spec) {
    if (spec.series() == null) {
      throw new DatasetException(
          file.name(), "series must name the column that says of which series a row is");
    }
    Tables tables = Tables.read(file, test, spec);
    SeriesTable training = SeriesTable.of(tables.training(), spec.series(), spec.step());
    Table held = tables.test();
    SeriesTable testing = held == null ? null : SeriesTable.of(held, spec.series(), spec.step());
    if (testing != null && spec.test() instanceof TestSplit.Column column) {
      requireWhole(training, testing, file.name(), column.column());
    }
    RawSeries series = training.values(tables.features());
    RawSeries others = testing == null ? null : testing.values(tables.features());
    return new RawDataset<>(
        part(series, training, tables, spec),
        0,
        testing == null || others == null ? null : part(others, testing, tables, spec),
        tables.labels(),
        ImmutableList.of(),
        null,
        ImmutableMap.of(),
        missing(series, others),
        fitter(spec));
  }

  private static RawPart<RawSeries> part(
      RawSeries series, SeriesTable table, Tables tables, DatasetSpec spec) {
    List<String> constant = new ArrayList<>(tables.labels());
    if (spec.group() != null) {
      constant.add(spec.group());
    }
    if (spec.order() != null) {
      constant.add(spec.order());
    }
    Table summary = table.summary(constant);
    return new RawPart<>(
        series, tables.targets(summary), tables.groups(summary), tables.times(summary));
  }

  private static void requireWhole(
      SeriesTable training, SeriesTable testing, String source, String column) {
    ImmutableSet<String> known = ImmutableSet.copyOf(training.names());
    for (String name : testing.names()) {
      if (known.contains(name)) {
        throw new DatasetException(
            source,
            "column '" + column + "'",
            "says train and test of series '%s'; must say one of them".formatted(name));
      }
    }
  }

  private static Fitter<RawSeries> fitter(DatasetSpec spec) {
    return (rows, train, targets) -> {
      SeriesPreprocessing series =
          SeriesPreprocessing.fit(
              rows, spec.maxLength(), spec.series(), spec.step(), train, targets);
      return new Fitter.Fitted<>(series, series::encode, channels(series));
    };
  }

  private static Columns channels(SeriesPreprocessing series) {
    ImmutableList.Builder<String> varying = ImmutableList.builder();
    ImmutableMap.Builder<String, String> constant = ImmutableMap.builder();
    for (int channel = 0; channel < series.channels().size(); channel++) {
      String name = series.channels().get(channel);
      if (series.normalization().get(channel).constant()) {
        constant.put(name, "it does not vary in the training split: always 0");
      } else {
        varying.add(name);
      }
    }
    return new Columns(
        varying.build(), ImmutableMap.of(), ImmutableMap.of(), constant.buildOrThrow());
  }

  private static ImmutableMap<String, Integer> missing(
      RawSeries training, @Nullable RawSeries test) {
    Map<String, Integer> counts = new TreeMap<>(training.missing());
    if (test != null) {
      test.missing().forEach((channel, count) -> counts.merge(channel, count, Integer::sum));
    }
    return ImmutableMap.copyOf(counts);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isRegularFile).filter(SeriesSource::isTs).sorted().toList();
    } catch (IOException e) {
      throw new DatasetException(
          directory.toString(), "", "cannot be listed: " + FileFault.why(e), e);
    }
  }
}
