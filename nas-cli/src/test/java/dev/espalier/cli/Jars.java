package dev.espalier.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Makes jars as users do. */
final class Jars {
  private Jars() {}

  /** Packs all files below a folder. */
  static Path jar(Path file, Path root) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> below = Files.walk(root)) {
      for (Path each : below.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(root.relativize(each).toString().replace('\\', '/')));
        zip.write(Files.readAllBytes(each));
      }
    }
    return file;
  }
}
