package dev.espalier.datasets.prepare;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.ImageInputs;
import dev.espalier.datasets.read.RawRows;
import dev.espalier.datasets.read.RawSeries;
import dev.espalier.datasets.read.SeriesTable;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.read.TableReaders;
import dev.espalier.datasets.read.TextReader;
import dev.espalier.datasets.read.TsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * New data without labels, prepared as a model's training data was.
 *
 * @param names of what is predicted: a picture's file, {@code image 3} of an IDX file, {@code line
 *     4} of a table, a series; for language models {@code token 7}, one a token
 * @param features one row each, for language models one a window of tokens
 */
public record RawInputs(ImmutableList<String> names, Features features) {

  /**
   * Reads new data: for images a picture, a folder of pictures (flat or nested), an IDX file or a
   * table of pixels; for tables and texts a CSV or TSV file, in which label columns may be left
   * out; for series a {@code .ts} file or a table in long format, as in training, with or without
   * labels; for language models plain text.
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
    DataFile file = DataFile.of(path);
    if (preprocessing instanceof TextPreprocessing text) {
      Table table = TableReaders.readFeatures(file, List.of(text.column()));
      return of(table, text.encode(table));
    }
    if (preprocessing instanceof TokenPreprocessing text) {
      Table table = TableReaders.readFeatures(file, List.of(text.column()));
      return of(table, text.encode(table));
    }
    if (preprocessing instanceof SeriesPreprocessing series) {
      RawSeries rows = series(file, series);
      return of(rows, series.encode(rows));
    }
    if (preprocessing instanceof LanguagePreprocessing language) {
      return text(file, language);
    }
    TablePreprocessing columns = (TablePreprocessing) preprocessing;
    Table table =
        TableReaders.readFeatures(
            file, columns.columns().stream().map(FeatureColumn::name).toList());
    return of(table, columns.encode(table));
  }

  private static RawSeries series(DataFile file, SeriesPreprocessing preprocessing) {
    String id = preprocessing.series();
    String step = preprocessing.step();
    if (id == null) {
      return TsReader.read(file).series();
    }
    List<String> columns = new ArrayList<>(preprocessing.channels());
    columns.add(id);
    if (step != null) {
      columns.add(step);
    }
    Table table = TableReaders.readFeatures(file, columns);
    return SeriesTable.of(table, id, step).values(preprocessing.channels());
  }

  private static RawInputs text(DataFile file, LanguagePreprocessing preprocessing) {
    int[] tokens = preprocessing.numbers(TextReader.read(file));
    if (tokens.length == 0) {
      throw new DatasetException(
          file.name(), "holds no %s; a text is needed".formatted(preprocessing.tokenizer().id()));
    }
    return new RawInputs(
        IntStream.rangeClosed(1, tokens.length)
            .mapToObj(number -> "token " + number)
            .collect(ImmutableList.toImmutableList()),
        preprocessing.encode(tokens));
  }

  private static RawInputs of(RawRows rows, Features features) {
    return new RawInputs(
        IntStream.range(0, rows.size())
            .mapToObj(rows::place)
            .collect(ImmutableList.toImmutableList()),
        features);
  }
}
