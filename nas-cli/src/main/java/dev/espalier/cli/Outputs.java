package dev.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Places that options name to write to, checked before the work whose result goes there. */
final class Outputs {
  private Outputs() {}

  /**
   * Checks the name of a file to be written or replaced.
   *
   * @param option what messages call the place
   * @throws IllegalArgumentException if it is a folder, or its folder is not there
   */
  static void requireFile(String option, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      throw new IllegalArgumentException(
          "%s: %s is a folder; must be a file to write".formatted(option, absolute));
    }
    Path folder = absolute.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s: %s cannot be written: %s"
              .formatted(
                  option,
                  absolute,
                  Files.exists(folder) ? folder + " is a file" : "there is no folder " + folder));
    }
  }

  /**
   * Checks that writing a file overwrites nothing that is read.
   *
   * @param option what messages call the place
   * @param inputs files, or folders of files
   * @throws IllegalArgumentException if the file is one of them, or is there and lies in one
   */
  static void requireOther(String option, Path file, Path... inputs) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Path real = file.toRealPath();
    for (Path input : inputs) {
      if (Files.exists(input) && real.startsWith(input.toRealPath())) {
        throw new IllegalArgumentException(
            "%s: %s would overwrite what is read from %s; must be another file"
                .formatted(option, file, input));
      }
    }
  }

  /**
   * Checks the name of a folder to write in, which is made if need be.
   *
   * @param option what messages call the place
   * @throws IllegalArgumentException if it, or a folder that it would lie in, is a file
   */
  static void requireFolder(String option, Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path place = absolute; place != null; place = place.getParent()) {
      if (Files.exists(place) && !Files.isDirectory(place)) {
        throw new IllegalArgumentException(
            place.equals(absolute)
                ? "%s: %s is a file; must be a folder, or the name of one to be made"
                    .formatted(option, absolute)
                : "%s: %s cannot be made: %s is a file".formatted(option, absolute, place));
      }
    }
  }
}
