package dev.espalier.datasets;

import dev.espalier.datasets.catalog.DatasetDescription;
import java.nio.file.Path;

/**
 * Where data comes from.
 *
 * @param name of the dataset
 * @param title one line for people
 * @param source who made it, or the path of one's own data
 * @param licence under which it may be used
 * @param citation whom to cite; empty for one's own data
 */
public record Provenance(
    String name, String title, String source, String licence, String citation) {
  private static final String ENDING = "\\.(csv|tsv|txt|ts)(\\.gz)?$";

  static Provenance of(DatasetDescription description) {
    return new Provenance(
        description.name(),
        description.title(),
        description.source(),
        description.licence(),
        description.citation());
  }

  /** Own data, called by its file without the ending. */
  static Provenance ofOwn(Path path) {
    Path file = path.toAbsolutePath().normalize().getFileName();
    String name = String.valueOf(file == null ? path : file).replaceFirst(ENDING, "");
    return new Provenance(name, "Own data in " + path, path.toString(), "not stated", "");
  }
}
