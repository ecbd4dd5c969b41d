package dev.espalier.datasets.prepare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
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
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * New data without labels, prepared as a model's training data was.
 *
 * @param names of what is predicted: a picture's file, {@code image 3} of an IDX file, {@code line
 *     4} of a table, a series; for language models {@code token 7}, one a token
 * @param features one row each, for language models one a window of tokens
 * @param notes what of the data the model cannot see: files of other kinds, categories and tokens
 *     that training did not know; in words, each with its count
 */
public record RawInputs(
    ImmutableList<String> names, Features features, ImmutableList<String> notes) {

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
      var inputs =
          ImageInputs.read(path, images.imageShape(), images.columns(), images.pictureFactor());
      ImmutableList<String> notes =
          inputs.passedOver().isEmpty()
              ? ImmutableList.of()
              : ImmutableList.of("files that are no pictures: " + inputs.passedOver());
      return of(inputs.images(), images.encode(inputs.images()), notes);
    }
    DataFile file = DataFile.of(path);
    if (preprocessing instanceof TextPreprocessing text) {
      Table table = TableReaders.readFeatures(file, List.of(text.column()));
      return of(
          table,
          text.encode(table),
          unknown(
              table,
              text.column(),
              text.tokenizer(),
              ImmutableSet.copyOf(text.vocabulary())::contains));
    }
    if (preprocessing instanceof TokenPreprocessing text) {
      Table table = TableReaders.readFeatures(file, List.of(text.column()));
      return of(
          table,
          text.encode(table),
          unknown(table, text.column(), text.tokenizer(), text.vocabulary()::knows));
    }
    if (preprocessing instanceof SeriesPreprocessing series) {
      RawSeries rows = series(file, series);
      return of(rows, series.encode(rows), ImmutableList.of());
    }
    if (preprocessing instanceof LanguagePreprocessing language) {
      return text(file, language);
    }
    TablePreprocessing columns = (TablePreprocessing) preprocessing;
    Table table =
        TableReaders.readFeatures(
            file, columns.columns().stream().map(FeatureColumn::name).toList());
    return of(table, columns.encode(table), columns.unknown(table));
  }

  private static ImmutableList<String> unknown(
      Table table, String column, Tokenizer tokenizer, Predicate<String> known) {
    int index = table.column(column);
    return unknown(
        IntStream.range(0, table.size())
            .boxed()
            .flatMap(row -> tokenizer.tokens(table.cell(row, index)).stream()),
        known);
  }

  private static ImmutableList<String> unknown(Stream<String> tokens, Predicate<String> known) {
    Map<Boolean, Long> counts =
        tokens.collect(Collectors.partitioningBy(known, Collectors.counting()));
    long unknown = counts.getOrDefault(false, 0L);
    return unknown == 0
        ? ImmutableList.of()
        : ImmutableList.of(
            "tokens that the model does not know: %s of %s"
                .formatted(unknown, unknown + counts.getOrDefault(true, 0L)));
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
    String text = TextReader.read(file);
    int[] tokens = preprocessing.numbers(text);
    if (tokens.length == 0) {
      throw new DatasetException(
          file.name(), "holds no %s; a text is needed".formatted(preprocessing.tokenizer().id()));
    }
    return new RawInputs(
        IntStream.rangeClosed(1, tokens.length)
            .mapToObj(number -> "token " + number)
            .collect(ImmutableList.toImmutableList()),
        preprocessing.encode(tokens),
        unknown(preprocessing.tokenizer().stream(text), preprocessing.vocabulary()::knows));
  }

  private static RawInputs of(RawRows rows, Features features, ImmutableList<String> notes) {
    return new RawInputs(
        IntStream.range(0, rows.size())
            .mapToObj(rows::place)
            .collect(ImmutableList.toImmutableList()),
        features,
        notes);
  }
}
