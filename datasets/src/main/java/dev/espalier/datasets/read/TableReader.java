package dev.espalier.datasets.read;

import java.io.IOException;

/**
 * Reads a format of a user's own; found by {@link java.util.ServiceLoader}, so implementations have
 * a public constructor without parameters. Files of its ending are then read by it wherever a CSV
 * file may stand: as a table of numbers and categories, of pixels, of texts or of series, to learn
 * from or to predict. Thread-safe.
 */
public interface TableReader {

  /**
   * The ending of the names of its files, such as {@code arff} of {@code iris.arff} and {@code
   * iris.arff.gz}: lower case, without a dot. Not one that is read without it.
   */
  String ending();

  /**
   * Reads a file, plain or packed; see {@link DataFile#open} and {@link DataFile#openText}.
   *
   * @return see {@link Table#of}; features and labels, new data may lack the labels
   * @throws IOException if the file cannot be read
   * @throws dev.espalier.datasets.example.DatasetException if what it holds is faulty
   */
  Table read(DataFile file) throws IOException;
}
