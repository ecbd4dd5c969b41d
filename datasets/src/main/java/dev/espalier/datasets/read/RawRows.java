package dev.espalier.datasets.read;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Fingerprint;

/** What a reader found, row by row, before anything was learned from it. Immutable. */
public sealed interface RawRows permits RawImages, RawSeries, RawVectors, Table {

  /** Number of rows. */
  int size();

  /** The source as error messages call it. */
  String source();

  /** Where a row is in its source: a line, a file or an image number. */
  String place(int row);

  /** Adds the content, as read, to a fingerprint. */
  void addTo(Fingerprint fingerprint);

  /** Adds what a network sees of one row, as read, to a fingerprint. */
  void addTo(int row, Fingerprint fingerprint);

  /**
   * How many different rows there could be, by the values that occur; rows that are equal though
   * there could be many are copies, not equal by chance.
   */
  default double combinations() {
    return Double.POSITIVE_INFINITY;
  }

  /** A fault of one row, to be thrown. */
  default DatasetException fault(int row, String problem) {
    return new DatasetException(source(), place(row), problem);
  }
}
