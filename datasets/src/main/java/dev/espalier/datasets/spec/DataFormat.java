package dev.espalier.datasets.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How data lies on disk. */
public enum DataFormat {
  /** PNG or JPEG pictures, one folder a class; or {@code train/} and {@code test/} of such. */
  IMAGES,
  /** A folder of IDX files with images and labels, as MNIST has them. */
  IDX,
  /** A table with a header; or of pixels, where channels, height and width are given. */
  CSV,
  /** A table with one column of text and one of labels. */
  TEXT,
  /** Series in a {@code .ts} file of sktime, or a folder of one to train and one to test. */
  TS,
  /** Series in a table of long format: one row a step. */
  SERIES,
  /** Plain text, whose tokens are to be predicted from those before. */
  LANGUAGE_MODEL,
  /** No file: a program hands the examples over. */
  MEMORY;

  /** The id that files use, such as {@code csv}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of an id.
   *
   * @throws IllegalArgumentException if there is none; lists those there are
   */
  public static DataFormat of(String id) {
    return Arrays.stream(values())
        .filter(format -> format.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format '%s' is not one of %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(DataFormat::id)
                                .collect(Collectors.joining(", ")))));
  }
}
