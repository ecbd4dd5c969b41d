package dev.espalier.datasets.prepare;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.CsvReader;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.ImageInputs;
import dev.espalier.datasets.read.RawRows;
import dev.espalier.datasets.read.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * New data without labels, prepared as a model's training data was.
 *
 * @param names of the rows: a picture's file, {@code image 3} of an IDX file, or {@code line 4} of
 *     a table
 * @param features one row each
 */
public record RawInputs(ImmutableList<String> names, Features features) {

  /**
   * Reads new data: for images a picture, a folder of pictures (flat or nested), an IDX file or a
   * table of pixels; for tables and texts a CSV or TSV file, in which label columns may be left
   * out.
   *
   * @throws DatasetException if the file cannot be read or is not of the kind that the model takes
   */
  public static RawInputs read(Path path, Preprocessing preprocessing) {
    if (!Files.exists(path)) {
      throw new DatasetException(path.toString(), "there is no such file or directory");
    }
    if (preprocessing instanceof ImagePreprocessing images) {
      var raw =
          ImageInputs.read(path, images.imageShape(), images.columns(), images.pictureFactor());
      return of(raw, images.encode(raw));
    }
    if (preprocessing instanceof TextPreprocessing text) {
      Table table = CsvReader.readFeatures(DataFile.of(path), List.of(text.column()));
      return of(table, text.encode(table));
    }
    TablePreprocessing columns = (TablePreprocessing) preprocessing;
    Table table =
        CsvReader.readFeatures(
            DataFile.of(path), columns.columns().stream().map(FeatureColumn::name).toList());
    return of(table, columns.encode(table));
  }

  private static RawInputs of(RawRows rows, Features features) {
    return new RawInputs(
        IntStream.range(0, rows.size())
            .mapToObj(rows::place)
            .collect(ImmutableList.toImmutableList()),
        features);
  }
}
