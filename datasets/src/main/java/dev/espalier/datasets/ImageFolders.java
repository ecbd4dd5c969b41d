package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.ImageFolderReader;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folders of class folders, one a split.
 *
 * @param train pictures to train with
 * @param validation null to hold some out
 * @param test null to hold some out
 */
record ImageFolders(Path train, @Nullable Path validation, @Nullable Path test) {

  private enum Role {
    TRAIN("train", "training"),
    VALIDATION("val", "valid", "validation", "dev"),
    TEST("test", "testing");

    private final ImmutableSet<String> names;

    Role(String... names) {
      this.names = ImmutableSet.copyOf(names);
    }

    static Optional<Role> of(Path folder) {
      String name = ImageFolders.name(folder).toLowerCase(Locale.ROOT);
      for (Role role : values()) {
        if (role.names.contains(name)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * The splits of a directory; empty if its folders are classes.
   *
   * @throws DatasetException if some folders are splits and others are not, there is none to train
   *     with, or two of a kind
   */
  static Optional<ImageFolders> of(Path directory) {
    ImmutableList<Path> folders = ImageFolderReader.folders(directory);
    Map<Role, Path> found = new EnumMap<>(Role.class);
    List<Path> others = folders.stream().filter(folder -> Role.of(folder).isEmpty()).toList();
    boolean holdsFolders = false;
    for (Path folder : folders) {
      Role role = Role.of(folder).orElse(null);
      if (role == null) {
        continue;
      }
      Path earlier = found.putIfAbsent(role, folder);
      if (earlier != null) {
        throw new DatasetException(
            directory.toString(),
            "holds %s and %s; must hold one folder of them".formatted(name(earlier), name(folder)));
      }
      holdsFolders |= !ImageFolderReader.folders(folder).isEmpty();
    }
    if (found.isEmpty() || (!holdsFolders && !others.isEmpty())) {
      return Optional.empty(); // a class may be called train
    }
    if (!holdsFolders) {
      throw new DatasetException(
          directory.toString(),
          "holds %s, which hold no folders; each must hold one folder a class"
              .formatted(folders.stream().map(ImageFolders::name).toList()));
    }
    if (!others.isEmpty()) {
      throw new DatasetException(
          directory.toString(),
          "holds a folder '%s' beside %s; move its classes into one of them"
              .formatted(
                  name(others.get(0)), found.values().stream().map(ImageFolders::name).toList()));
    }
    Path train = found.get(Role.TRAIN);
    if (train == null) {
      throw new DatasetException(
          directory.toString(),
          "holds %s and no folder train"
              .formatted(found.values().stream().map(ImageFolders::name).toList()));
    }
    return Optional.of(new ImageFolders(train, found.get(Role.VALIDATION), found.get(Role.TEST)));
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
