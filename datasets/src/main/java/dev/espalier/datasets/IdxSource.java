package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Endings;
import dev.espalier.datasets.read.FileFault;
import dev.espalier.datasets.read.IdxReader;
import dev.espalier.datasets.read.RawImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pairs of IDX files, one of images and one of labels. */
final class IdxSource {
  private IdxSource() {}

  /** A pair of files. */
  record Pair(DataFile images, DataFile labels) {
    RawPart<RawImages> read(List<String> classNames) {
      RawImages raw = IdxReader.readImages(images);
      int[] values = IdxReader.readLabels(labels);
      if (values.length != raw.size()) {
        throw new DatasetException(
            labels.name(),
            "holds %s labels, %s holds %s images"
                .formatted(values.length, images.name(), raw.size()));
      }
      return RawPart.labelled(
          raw, IntStream.of(values).mapToObj(value -> label(value, classNames)).toList());
    }

    private String label(int value, List<String> classNames) {
      if (classNames.isEmpty()) {
        return Integer.toString(value);
      }
      if (value >= classNames.size()) {
        throw new DatasetException(
            labels.name(),
            "label %s has no name; there are %s %s"
                .formatted(value, classNames.size(), classNames));
      }
      return classNames.get(value);
    }
  }

  static RawDataset<RawImages> read(Pair train, @Nullable Pair test, List<String> classNames) {
    return read(train, test, classNames, ImmutableMap.of());
  }

  private static RawDataset<RawImages> read(
      Pair train,
      @Nullable Pair test,
      List<String> classNames,
      ImmutableMap<String, Integer> passedOver) {
    return new RawDataset<>(
        train.read(classNames),
        0,
        test == null ? null : test.read(classNames),
        ImmutableList.of("label"),
        ImmutableList.copyOf(classNames),
        new RawDataset.Declared(LearningTask.CLASSIFICATION, "labels of IDX files are classes"),
        passedOver,
        ImmutableMap.of(),
        ImageSource.fitter(ImmutableList.of()));
  }

  /**
   * The pairs in a directory.
   *
   * @param test directory of the test pair; null if it lies in the same one, named {@code test} or
   *     {@code t10k}, or if there is none
   */
  static RawDataset<RawImages> read(Path directory, @Nullable Path test) {
    boolean testBeside = files(directory).stream().anyMatch(IdxSource::isTest);
    if (testBeside && test != null) {
      throw new DatasetException(
          directory.toString(), "holds test files; leave test (%s) out".formatted(test));
    }
    Pair given = testBeside ? pair(directory, IdxSource::isTest) : null;
    return read(
        pair(directory, path -> !isTest(path)),
        test == null ? given : pair(test, path -> true),
        List.of(),
        Endings.others(directory, IdxSource::isIdx));
  }

  /** Whether a directory holds files that are called as IDX files are. */
  static boolean isIn(Path directory) {
    return Files.isDirectory(directory) && !files(directory).isEmpty();
  }

  private static Pair pair(Path directory, Predicate<Path> wanted) {
    return new Pair(
        find(directory, wanted, "images", "train-images-idx3-ubyte"),
        find(directory, wanted, "labels", "train-labels-idx1-ubyte"));
  }

  private static DataFile find(
      Path directory, Predicate<Path> wanted, String kind, String example) {
    List<Path> found =
        files(directory).stream().filter(wanted).filter(path -> name(path).contains(kind)).toList();
    if (found.size() != 1) {
      throw new DatasetException(
          directory.toString(),
          "should hold one IDX file of %s, called like %s, plain or .gz; holds %s %s"
              .formatted(
                  kind, example, found.size(), found.stream().map(IdxSource::name).toList()));
    }
    return DataFile.of(found.get(0));
  }

  private static boolean isTest(Path path) {
    return name(path).contains("test") || name(path).contains("t10k");
  }

  private static boolean isIdx(Path path) {
    return name(path).contains("idx");
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DatasetException(directory.toString(), "there is no such directory of IDX files");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isRegularFile).filter(IdxSource::isIdx).sorted().toList();
    } catch (IOException e) {
      throw new DatasetException(
          directory.toString(), "", "cannot be listed: " + FileFault.why(e), e);
    }
  }
}
