package dev.espalier.spaces.preset;

import com.google.common.io.Resources;
import dev.espalier.file.FullData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Lines of published tables of results, without their header: all of them where they are on this
 * machine, and samples of 200 that are resources of these tests. NAS-Bench-201 is of Dong and Yang
 * 2020 (MIT), FlexiBERT of Tuli et al. 2022 (BSD 3-clause).
 */
final class PublishedTable {
  private PublishedTable() {}

  /** All lines; skips the test where the table is not there. */
  static List<String> full(String dataset, String name) throws IOException {
    Path file = FullData.folder(dataset).resolve(name);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).toList();
    }
  }

  /** The lines of a sample. */
  static List<String> sample(String name) throws IOException {
    return Resources.readLines(
            Resources.getResource(PublishedTable.class, name), StandardCharsets.UTF_8)
        .stream()
        .skip(1)
        .toList();
  }
}
