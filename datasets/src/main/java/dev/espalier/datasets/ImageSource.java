package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.read.ImageFolderReader;
import dev.espalier.datasets.read.RawImages;
import dev.espalier.datasets.spec.DatasetSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Folders of pictures: one folder a class, or {@code train/} and {@code test/} of such folders. */
final class ImageSource {
  private ImageSource() {}

  static RawDataset<RawImages> read(Path directory, @Nullable Path test, DatasetSpec spec) {
    if (Files.isDirectory(directory.resolve("train"))
        && Files.isDirectory(directory.resolve("test"))) {
      requireOnlyTrainAndTest(directory, spec);
      return read(directory.resolve("train"), directory.resolve("test"), spec);
    }
    Map<String, ImmutableList<Path>> classes = ImageFolderReader.classes(directory);
    List<Path> pictures = classes.values().stream().flatMap(List::stream).toList();
    FeatureShape.Image shape = shape(spec, pictures);
    return new RawDataset<>(
        part(directory, classes, shape),
        test == null ? null : part(test, ImageFolderReader.classes(test), shape),
        ImmutableList.of("label"),
        ImmutableList.copyOf(classes.keySet()),
        ImmutableMap.of(),
        fitter(ImmutableList.of()));
  }

  /** How images learn their preprocessing. */
  static Fitter<RawImages> fitter(List<String> columns) {
    return (rows, train, targets) -> {
      ImagePreprocessing images = ImagePreprocessing.fit(rows, columns, train, targets);
      return new Fitter.Fitted<>(images, images::encode);
    };
  }

  /** The images in the height, width and channels that a spec asks for, if it does. */
  static RawDataset<RawImages> resized(RawDataset<RawImages> raw, DatasetSpec spec) {
    FeatureShape.Image stored = raw.development().rows().shape();
    FeatureShape.Image wanted =
        new FeatureShape.Image(
            Objects.requireNonNullElse(spec.channels(), stored.channels()),
            Objects.requireNonNullElse(spec.height(), stored.height()),
            Objects.requireNonNullElse(spec.width(), stored.width()));
    RawPart<RawImages> test = raw.test();
    return new RawDataset<>(
        raw.development().with(raw.development().rows().resized(wanted)),
        test == null ? null : test.with(test.rows().resized(wanted)),
        raw.targetNames(),
        raw.classNames(),
        raw.missing(),
        raw.fitter());
  }

  private static void requireOnlyTrainAndTest(Path directory, DatasetSpec spec) {
    for (Path folder : ImageFolderReader.folders(directory)) {
      String name = String.valueOf(folder.getFileName());
      if (!name.equals("train") && !name.equals("test")) {
        throw new DatasetException(
            directory.toString(),
            "holds a folder '%s' beside train and test; move its classes into train"
                .formatted(name));
      }
    }
    if (spec.test() != null) {
      throw new DatasetException(
          directory.toString(), "has a test folder; leave test (%s) out".formatted(spec.test()));
    }
  }

  private static FeatureShape.Image shape(DatasetSpec spec, List<Path> pictures) {
    Integer height = spec.height();
    Integer width = spec.width();
    Integer channels = spec.channels();
    if (height != null && width != null && channels != null) {
      return new FeatureShape.Image(channels, height, width);
    }
    FeatureShape.Image common = ImageFolderReader.commonShape(pictures);
    return new FeatureShape.Image(
        Objects.requireNonNullElse(channels, common.channels()),
        Objects.requireNonNullElse(height, common.height()),
        Objects.requireNonNullElse(width, common.width()));
  }

  private static RawPart<RawImages> part(
      Path root, Map<String, ImmutableList<Path>> classes, FeatureShape.Image shape) {
    List<Path> pictures = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    classes.forEach(
        (name, files) ->
            files.forEach(
                file -> {
                  pictures.add(file);
                  labels.add(name);
                }));
    return RawPart.labelled(ImageFolderReader.read(root, pictures, shape), labels);
  }
}
