package dev.espalier.datasets.read;

import java.io.IOException;

/**
 * Reads a format of a user's own; found by {@link java.util.ServiceLoader}, so implementations have
 * a public constructor without parameters. Files of its ending are then read by it wherever a CSV
 * file may stand: as a table of numbers and categories, of pixels, of texts or of series, to learn
 * from or to predict.
 *
 * <p>A reader is made once for each look-up and may be asked for several files, by several threads
 * at once, so it holds nothing between calls. The same file gives the same table: its content is
 * part of a study's identity. What is wrong in a file is said with its place, by {@link
 * dev.espalier.datasets.example.DatasetException}.
 *
 * <p>This one reads columns that stand beside each other, separated by bars:
 *
 * <pre>{@code
 * public final class BarReader implements TableReader {
 *   @Override
 *   public String ending() {
 *     return "bars";
 *   }
 *
 *   @Override
 *   public Table read(DataFile file) throws IOException {
 *     try (BufferedReader text = file.openText()) {
 *       List<List<String>> lines =
 *           text.lines().map(line -> List.of(line.split("[|]", -1))).toList();
 *       if (lines.isEmpty()) {
 *         throw new DatasetException(file.name(), "line 1", "must name the columns");
 *       }
 *       return Table.of(file.name(), lines.get(0), lines.subList(1, lines.size()));
 *     }
 *   }
 * }
 * }</pre>
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
