package dev.espalier.datasets;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes files for tests. */
public final class TempFiles {
  private TempFiles() {}

  /** A header and {@code count} lines; packed if the name ends in {@code .gz}. */
  public static Path table(Path file, String header, int count, IntFunction<String> line)
      throws IOException {
    String content =
        header
            + "\n"
            + IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"))
            + "\n";
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
