package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads folders of PNG and JPEG pictures: one folder a class. Hidden files and files of other kinds
 * are passed over. Order is that of the names, the same on every machine.
 */
public final class ImageFolderReader {
  private static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

  private ImageFolderReader() {}

  /**
   * The pictures of each class, by the name of its folder; a class folder may hold folders.
   *
   * @throws DatasetException if there is no class folder, or one without pictures
   */
  public static ImmutableSortedMap<String, ImmutableList<Path>> classes(Path directory) {
    ImmutableSortedMap.Builder<String, ImmutableList<Path>> classes =
        ImmutableSortedMap.naturalOrder();
    for (Path folder : folders(directory)) {
      classes.put(String.valueOf(folder.getFileName()), pictures(folder));
    }
    ImmutableSortedMap<String, ImmutableList<Path>> found = classes.build();
    if (found.isEmpty()) {
      throw new DatasetException(
          directory.toString(), "holds no class folders; pictures must lie in one folder a class");
    }
    return found;
  }

  /** The folders directly inside a directory, hidden ones left out, sorted by name. */
  public static ImmutableList<Path> folders(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DatasetException(directory.toString(), "there is no such directory");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
          .sorted()
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new DatasetException(directory.toString(), "", "cannot be listed: " + e, e);
    }
  }

  /**
   * All pictures in a directory and its folders, sorted by path.
   *
   * @throws DatasetException if there are none
   */
  public static ImmutableList<Path> pictures(Path directory) {
    try (Stream<Path> entries = Files.walk(directory)) {
      ImmutableList<Path> pictures =
          entries
              .filter(Files::isRegularFile)
              .filter(ImageFile::isPicture)
              .sorted()
              .collect(ImmutableList.toImmutableList());
      if (pictures.isEmpty()) {
        throw new DatasetException(
            directory.toString(), "holds no PNG or JPEG picture (.png, .jpg, .jpeg)");
      }
      return pictures;
    } catch (IOException e) {
      throw new DatasetException(directory.toString(), "", "cannot be listed: " + e, e);
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
   * Decodes pictures into one shape.
   *
   * @param root names of pictures are given relative to it
   * @throws DatasetException if a picture cannot be decoded, or all of them exceed one Java array
   */
  public static RawImages read(Path root, List<Path> pictures, FeatureShape.Image shape) {
    if ((long) pictures.size() * shape.size() > MAX_PIXELS) {
      throw new DatasetException(
          root.toString(),
          "%s pictures as %s are too many for memory; a smaller height and width helps"
              .formatted(pictures.size(), shape));
    }
    Features.Builder pixels = Features.builder(shape, pictures.size());
    List<String> names = new ArrayList<>();
    for (Path picture : pictures) {
      pixels.add(ImageFile.pixels(picture, shape));
      names.add(root.relativize(picture).toString());
    }
    return RawImages.named(root.toString(), pixels.build(), names);
  }
}
