package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.ImagePreprocessing;
import dev.espalier.datasets.read.ImageFolderReader;
import dev.espalier.datasets.read.Loading;
import dev.espalier.datasets.read.RawImages;
import dev.espalier.datasets.spec.DatasetSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Folders of pictures: one folder a class, or {@code train/}, {@code val/} and {@code test/} of
 * such folders.
 */
final class ImageSource {
  private final Path directory;
  private final DatasetSpec spec;
  private final Loading loading;

  private ImageSource(Path directory, DatasetSpec spec, Loading loading) {
    this.directory = directory;
    this.spec = spec;
    this.loading = loading;
  }

  /**
   * Reads pictures.
   *
   * @param test directory of the test split; null if it lies in the same one, or there is none
   */
  static RawDataset<RawImages> read(
      Path directory, @Nullable Path test, DatasetSpec spec, Loading loading) {
    ImageFolders folders =
        ImageFolders.of(directory).orElse(new ImageFolders(directory, null, test));
    if (!folders.train().equals(directory) && folders.test() != null && spec.test() != null) {
      throw new DatasetException(
          directory.toString(), "has a test folder; leave test (%s) out".formatted(spec.test()));
    }
    return new ImageSource(directory, spec, loading)
        .read(
            new ImageFolders(
                folders.train(),
                folders.validation(),
                folders.test() == null ? test : folders.test()));
  }

  private RawDataset<RawImages> read(ImageFolders folders) {
    Map<String, Integer> passedOver = new TreeMap<>();
    Set<String> classes = new TreeSet<>();
    Labelled train = labelled(folders.train(), classes, passedOver);
    Labelled validation =
        folders.validation() == null
            ? Labelled.NONE
            : labelled(folders.validation(), classes, passedOver);
    Labelled test =
        folders.test() == null
            ? Labelled.NONE
            : labelled(folders.test(), new TreeSet<>(), passedOver);
    Labelled all = train.and(validation);
    FeatureShape.Image shape = shape(all.pictures());
    return new RawDataset<>(
        part(directory, all, shape),
        validation.pictures().size(),
        folders.test() == null ? null : part(folders.test(), test, shape),
        ImmutableList.of("label"),
        ImmutableList.copyOf(classes),
        new RawDataset.Declared(LearningTask.CLASSIFICATION, "folders are classes"),
        ImmutableMap.copyOf(passedOver),
        ImmutableMap.of(),
        fitter(ImmutableList.of()));
  }

  /**
   * Pictures and the class of each.
   *
   * @param labels as many
   */
  private record Labelled(ImmutableList<Path> pictures, ImmutableList<String> labels) {
    static final Labelled NONE = new Labelled(ImmutableList.of(), ImmutableList.of());

    Labelled and(Labelled more) {
      return new Labelled(
          ImmutableList.<Path>builder().addAll(pictures).addAll(more.pictures).build(),
          ImmutableList.<String>builder().addAll(labels).addAll(more.labels).build());
    }
  }

  /** The pictures of a split; notes its classes and what was passed over. */
  private static Labelled labelled(
      Path folder, Set<String> classes, Map<String, Integer> passedOver) {
    ImageFolderReader.Classes found = ImageFolderReader.classes(folder);
    ImmutableList.Builder<String> labels = ImmutableList.builder();
    found
        .classes()
        .forEach(
            (name, pictures) -> {
              classes.add(name);
              pictures.forEach(picture -> labels.add(name));
            });
    found.passedOver().forEach((ending, count) -> passedOver.merge(ending, count, Integer::sum));
    return new Labelled(found.pictures(), labels.build());
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
    return raw.with(images -> images.resized(wanted));
  }

  private FeatureShape.Image shape(List<Path> pictures) {
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

  private RawPart<RawImages> part(Path root, Labelled labelled, FeatureShape.Image shape) {
    return RawPart.labelled(
        ImageFolderReader.read(root, labelled.pictures(), shape, loading), labelled.labels());
  }
}
