package dev.espalier.datasets;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.prepare.ColumnKinds;
import dev.espalier.datasets.prepare.FeatureColumn;
import dev.espalier.datasets.prepare.TablePreprocessing;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.TextPreprocessing;
import dev.espalier.datasets.prepare.TokenPreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.prepare.Vocabulary;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.ImageInputs;
import dev.espalier.datasets.read.RawImages;
import dev.espalier.datasets.read.RawRows;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables of numbers and categories, of pixels, or of texts. */
final class TableSource {
  /** Letters of a text of one word from which on it is none of a language. */
  private static final int LONG_WORD = 15;

  private final Tables tables;
  private final DatasetSpec spec;

  TableSource(DataFile data, @Nullable DataFile test, DatasetSpec spec) {
    this.spec = spec;
    this.tables = Tables.read(data, test, spec);
  }

  /** Numbers and categories. */
  RawDataset<Table> columns() {
    List<String> features = tables.features();
    ImmutableSet<String> said = tables.named("categories", spec.categories());
    ColumnKinds kinds = ColumnKinds.of(tables.both(), features, said);
    return raw(
        table -> table.withInputs(features),
        tables.missing(features),
        (rows, train, targets) -> {
          TablePreprocessing columns =
              TablePreprocessing.fit(rows, features, kinds, train, targets);
          return new Fitter.Fitted<>(columns, columns::encode, columns(kinds, columns));
        });
  }

  private static Columns columns(ColumnKinds kinds, TablePreprocessing fitted) {
    ImmutableList.Builder<String> numbers = ImmutableList.builder();
    ImmutableMap.Builder<String, Integer> categories = ImmutableMap.builder();
    Map<String, String> leftOut = new LinkedHashMap<>(kinds.leftOut());
    Stream.concat(kinds.numbers().stream(), kinds.categories().keySet().stream())
        .forEach(name -> leftOut.put(name, "it does not vary in the training split"));
    for (FeatureColumn column : fitted.columns()) {
      leftOut.remove(column.name());
      if (column instanceof FeatureColumn.Numeric) {
        numbers.add(column.name());
      } else {
        categories.put(column.name(), kinds.categories().getOrDefault(column.name(), 0));
      }
    }
    return new Columns(
        numbers.build(),
        categories.buildOrThrow(),
        ImmutableMap.of(),
        ImmutableMap.copyOf(leftOut));
  }

  /** One pixel a column, row-major. */
  RawDataset<RawImages> images() {
    List<String> pixels = tables.features();
    FeatureShape.Image shape = shape(pixels.size());
    return raw(
        table -> ImageInputs.fromTable(table, pixels, shape),
        ImmutableMap.of(),
        ImageSource.fitter(pixels));
  }

  /** One text a row. */
  RawDataset<Table> texts() {
    String column = textColumn();
    boolean codes = spec.tokenizer() == null && areCodes(column);
    Tokenizer tokenizer =
        spec.tokenizer() == null ? codes ? Tokenizer.CHAR : Tokenizer.WORD : spec.tokenizer();
    TextEncoding encoding =
        spec.encoding() == null
            ? codes ? TextEncoding.TOKENS : TextEncoding.VECTORS
            : spec.encoding();
    Columns columns =
        Columns.ofText(
            column,
            "%s by %s%s"
                .formatted(
                    encoding.id(),
                    tokenizer.id(),
                    codes
                        ? ", a guess: each text is one word (tokenizer would say otherwise)"
                        : ""));
    return raw(
        table -> table.withInputs(List.of(column)),
        tables.missing(List.of(column)),
        encoding == TextEncoding.TOKENS
            ? tokens(column, tokenizer, columns)
            : vectors(column, tokenizer, columns));
  }

  /** Whether texts are long single words, as sequences of bases or amino acids are. */
  private boolean areCodes(String column) {
    long texts = 0;
    long words = 0;
    long letters = 0;
    for (Table table : tables.both()) {
      int index = table.column(column);
      for (int row = 0; row < table.size(); row++) {
        if (!table.isMissing(row, index)) {
          String text = table.cell(row, index);
          texts++;
          words += CharMatcher.whitespace().matchesAnyOf(text) ? 2 : 1;
          letters += text.length();
        }
      }
    }
    return words <= texts && letters >= LONG_WORD * texts;
  }

  private Fitter<Table> vectors(String column, Tokenizer tokenizer, Columns columns) {
    return (rows, train, targets) -> {
      TextPreprocessing texts =
          TextPreprocessing.fit(rows, column, tokenizer, spec.maxLength(), train, targets);
      return new Fitter.Fitted<>(texts, texts::encode, columns);
    };
  }

  private Fitter<Table> tokens(String column, Tokenizer tokenizer, Columns columns) {
    int limit = Objects.requireNonNullElse(spec.maxVocabulary(), Vocabulary.DEFAULT_LIMIT);
    return (rows, train, targets) -> {
      TokenPreprocessing texts =
          TokenPreprocessing.fit(rows, column, tokenizer, spec.maxLength(), limit, train, targets);
      return new Fitter.Fitted<>(texts, texts::encode, columns);
    };
  }

  private String textColumn() {
    List<String> candidates = tables.features();
    String named = spec.text();
    if (named != null) {
      return tables.training().columns().get(tables.training().column(named));
    }
    if (candidates.contains("text")) {
      return "text";
    }
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    throw new DatasetException(
        tables.training().source(),
        "text must name the column of texts, one of " + String.join(", ", candidates));
  }

  private FeatureShape.Image shape(int pixels) {
    Integer height = spec.height();
    Integer width = spec.width();
    if (height == null || width == null) {
      throw new DatasetException(
          tables.training().source(), "images in a table need height and width");
    }
    Integer channels = spec.channels();
    if (channels != null) {
      return new FeatureShape.Image(channels, height, width);
    }
    return new FeatureShape.Image((long) height * width * 3 == pixels ? 3 : 1, height, width);
  }

  private <R extends RawRows> RawDataset<R> raw(
      Function<Table, R> features, ImmutableMap<String, Integer> missing, Fitter<R> fitter) {
    Table test = tables.test();
    return new RawDataset<>(
        part(tables.training(), features),
        0,
        test == null ? null : part(test, features),
        tables.labels(),
        ImmutableList.of(),
        null,
        ImmutableMap.of(),
        missing,
        fitter);
  }

  private <R extends RawRows> RawPart<R> part(Table table, Function<Table, R> features) {
    return new RawPart<>(
        features.apply(table), tables.targets(table), tables.groups(table), tables.times(table));
  }
}
