package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads folders of pictures: one folder a class. Links are followed; hidden files and folders are
 * passed over, and files of other kinds are counted. Order is that of the names, the same on every
 * machine.
 */
public final class ImageFolderReader {
  private static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

  /** Pictures that are decoded together. */
  private static final int BATCH = 64;

  private ImageFolderReader() {}

  /**
   * What a folder holds.
   *
   * @param pictures sorted by path
   * @param passedOver how many other files there are, by their ending
   */
  public record Found(ImmutableList<Path> pictures, ImmutableMap<String, Integer> passedOver) {
    static Found of(Stream<Path> entries) {
      ImmutableList.Builder<Path> pictures = ImmutableList.builder();
      Endings others = new Endings();
      entries
          .filter(path -> !Files.isDirectory(path) && !Endings.isHidden(path))
          .sorted()
          .forEach(
              path -> {
                if (ImageFile.isPicture(path)) {
                  pictures.add(path);
                } else {
                  others.add(path);
                }
              });
      return new Found(pictures.build(), others.counts());
    }
  }

  /**
   * What the folders of classes hold.
   *
   * @param classes the pictures of each class, by the name of its folder
   * @param passedOver how many other files there are, by their ending
   */
  public record Classes(
      ImmutableSortedMap<String, ImmutableList<Path>> classes,
      ImmutableMap<String, Integer> passedOver) {

    /** All pictures, class by class. */
    public ImmutableList<Path> pictures() {
      return classes.values().stream()
          .flatMap(List::stream)
          .collect(ImmutableList.toImmutableList());
    }
  }

  /**
   * The pictures of each class; a class folder may hold folders.
   *
   * @throws DatasetException if there is no class folder, one without pictures, or a picture beside
   *     them
   */
  public static Classes classes(Path directory) {
    ImmutableSortedMap.Builder<String, ImmutableList<Path>> classes =
        ImmutableSortedMap.naturalOrder();
    Endings others = new Endings();
    for (Path folder : folders(directory)) {
      Found found = pictures(folder);
      classes.put(String.valueOf(folder.getFileName()), found.pictures());
      others.add(found.passedOver());
    }
    Found beside = list(directory);
    others.add(beside.passedOver());
    ImmutableSortedMap<String, ImmutableList<Path>> found = classes.build();
    if (found.isEmpty()) {
      throw new DatasetException(
          directory.toString(), "holds no class folders; pictures must lie in one folder a class");
    }
    if (!beside.pictures().isEmpty()) {
      throw new DatasetException(
          beside.pictures().get(0).toString(),
          "lies beside the class folders %s; each picture must be in one of them"
              .formatted(found.keySet()));
    }
    return new Classes(found, others.counts());
  }

  /** The folders directly inside a directory, hidden ones left out, sorted by name. */
  public static ImmutableList<Path> folders(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DatasetException(directory.toString(), "there is no such directory");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .filter(path -> !Endings.isHidden(path))
          .sorted()
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw unlistable(directory, e);
    }
  }

  private static Found list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return Found.of(entries);
    } catch (IOException e) {
      throw unlistable(directory, e);
    }
  }

  private static DatasetException unlistable(Path directory, IOException cause) {
    return new DatasetException(
        directory.toString(), "", "cannot be listed: " + FileFault.told(cause), cause);
  }

  /**
   * All pictures in a directory and its folders.
   *
   * @throws DatasetException if there are none
   */
  public static Found pictures(Path directory) {
    try (Stream<Path> entries = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      Found found = Found.of(entries);
      if (found.pictures().isEmpty()) {
        throw new DatasetException(
            directory.toString(),
            "holds no picture (%s)%s"
                .formatted(
                    ImageFile.endings(),
                    found.passedOver().isEmpty() ? "" : ", only " + found.passedOver()));
      }
      return found;
    } catch (IOException e) {
      throw unlistable(directory, e);
    } catch (UncheckedIOException e) {
      throw unlistable(directory, Objects.requireNonNull(e.getCause()));
    }
  }

  /**
   * The shape to bring pictures to: the most common size (of equally common ones the smaller), grey
   * if every picture is grey, else colour. Reads headers only.
   */
  public static FeatureShape.Image commonShape(Collection<Path> pictures) {
    Map<FeatureShape.Image, Integer> sizes = new HashMap<>();
    int channels = 1;
    for (Path picture : pictures) {
      FeatureShape.Image shape = ImageFile.shape(picture);
      channels = Math.max(channels, shape.channels());
      sizes.merge(new FeatureShape.Image(1, shape.height(), shape.width()), 1, Integer::sum);
    }
    FeatureShape.Image common =
        sizes.entrySet().stream()
            .min(
                Map.Entry.<FeatureShape.Image, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(entry -> entry.getKey().size())
                    .thenComparing(entry -> entry.getKey().height()))
            .orElseThrow(() -> new IllegalArgumentException("there are no pictures"))
            .getKey();
    return new FeatureShape.Image(channels, common.height(), common.width());
  }

  /**
   * Decodes pictures into one shape, on all processors.
   *
   * @param root names of pictures are given relative to it
   * @throws DatasetException if a picture cannot be decoded, or all of them exceed one Java array
   */
  public static RawImages read(
      Path root, List<Path> pictures, FeatureShape.Image shape, Loading loading) {
    if ((long) pictures.size() * shape.size() > MAX_PIXELS) {
      throw new DatasetException(
          root.toString(),
          "%s pictures as %s are too many for memory; a smaller height and width helps"
              .formatted(pictures.size(), shape));
    }
    List<String> names =
        pictures.stream().map(picture -> root.relativize(picture).toString()).toList();
    return RawImages.named(root.toString(), pixels(pictures, shape, loading), names);
  }

  private static Features pixels(List<Path> pictures, FeatureShape.Image shape, Loading loading) {
    Optional<String> key = loading.cached() ? key(pictures, shape) : Optional.empty();
    PictureCache cache = PictureCache.ofUser();
    return key.flatMap(name -> cache.find(name, shape, pictures.size()))
        .orElseGet(
            () -> {
              Features decoded = decode(pictures, shape, loading);
              key.ifPresent(name -> cache.keep(name, decoded));
              return decoded;
            });
  }

  private static Optional<String> key(List<Path> pictures, FeatureShape.Image shape) {
    try {
      return PictureCache.key(pictures, shape);
    } catch (IOException e) {
      return Optional.empty(); // decoding says what is wrong
    }
  }

  private static Features decode(List<Path> pictures, FeatureShape.Image shape, Loading loading) {
    Features.Builder pixels = Features.builder(shape, pictures.size());
    for (int start = 0; start < pictures.size(); start += BATCH) {
      int end = Math.min(start + BATCH, pictures.size());
      List<Supplier<float[]>> batch =
          pictures.subList(start, end).parallelStream()
              .map(picture -> attempt(picture, shape))
              .toList();
      batch.forEach(decoded -> pixels.add(decoded.get()));
      loading.listener().decoded(end, pictures.size());
    }
    return pixels.build();
  }

  /** Keeps a fault for later, so that of several faulty pictures the first is named. */
  private static Supplier<float[]> attempt(Path picture, FeatureShape.Image shape) {
    try {
      float[] pixels = ImageFile.pixels(picture, shape);
      return () -> pixels;
    } catch (DatasetException fault) {
      return () -> {
        throw fault;
      };
    }
  }
}
