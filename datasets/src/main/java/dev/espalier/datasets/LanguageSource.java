package dev.espalier.datasets;

import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.Fingerprint;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.LanguagePreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.prepare.Vocabulary;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.TextReader;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plain text for language modelling. The text is divided by position: the training part comes
 * first, then validation, then test. Each part is cut into windows that do not overlap; at each
 * step the next token of the same part is to be predicted, so each token of a part but its first is
 * predicted once.
 */
final class LanguageSource {
  private static final double DEFAULT_TEST = 0.2;

  private LanguageSource() {}

  /**
   * Loads a text.
   *
   * @param test text of the test split; null to take the end of the other
   * @throws DatasetException if a part has fewer than two tokens, or the spec asks for a test split
   *     by chance
   */
  static Dataset load(
      Provenance provenance, DataFile file, @Nullable DataFile test, DatasetSpec spec) {
    if (spec.test() instanceof TestSplit.Fraction fraction && fraction.seed() != null) {
      throw new DatasetException(
          file.name(),
          "test.seed (%s) means nothing for language models: the test part is the end of the text; leave it out"
              .formatted(fraction.seed()));
    }
    String text = TextReader.read(file);
    String held = test == null ? null : TextReader.read(test);
    Tokenizer tokenizer = spec.tokenizer() == null ? Tokenizer.CHAR : spec.tokenizer();
    int all = LanguagePreprocessing.count(tokenizer, text);
    if (spec.limit() != null) {
      all = Math.min(all, spec.limit());
    }
    int development = all - (held == null ? share(all, testFraction(spec)) : 0);
    int train = development - share(development, spec.validationFraction());
    LanguagePreprocessing preprocessing =
        LanguagePreprocessing.fit(
            file.name(),
            text,
            tokenizer,
            spec.maxLength(),
            Objects.requireNonNullElse(spec.maxVocabulary(), Vocabulary.DEFAULT_LIMIT),
            train);
    int[] tokens = preprocessing.numbers(text);
    int[] first = part(file, "training", tokens, 0, train);
    int[] second = part(file, "validation", tokens, train, development);
    int[] last =
        test == null || held == null
            ? part(file, "test", tokens, development, all)
            : part(test, "test", preprocessing.numbers(held));
    Examples windows = preprocessing.examples(List.of(first, second));
    int boundary = preprocessing.windows(first.length - 1);
    SearchData searchData =
        new SearchData(
            windows.subset(IntStream.range(0, boundary).toArray()),
            windows.subset(IntStream.range(boundary, windows.size()).toArray()));
    Examples testing = preprocessing.examples(List.of(last));
    DatasetInfo info =
        new DatasetInfo(
            provenance,
            LearningTask.LANGUAGE_MODEL,
            preprocessing.shape(),
            fingerprint(text, held),
            searchData.train().size(),
            searchData.validation().size(),
            testing.size(),
            ImmutableMap.of(),
            ImmutableMap.of(),
            new Understanding(
                "format language_model",
                false,
                Columns.NONE,
                test == null
                    ? "in the order of the text"
                    : "in the order of the text; test as the data bring it",
                0,
                0,
                0,
                ImmutableMap.of()));
    return new Dataset(info, preprocessing, windows, searchData, testing);
  }

  private static int[] part(DataFile file, String name, int[] tokens, int from, int to) {
    return part(file, name, Arrays.copyOfRange(tokens, from, to));
  }

  private static int[] part(DataFile file, String name, int[] tokens) {
    if (tokens.length < 2) {
      throw new DatasetException(
          file.name(),
          "leaves %s token(s) for the %s part; each part must have at least two"
              .formatted(tokens.length, name));
    }
    return tokens;
  }

  private static double testFraction(DatasetSpec spec) {
    return spec.test() instanceof TestSplit.Fraction fraction ? fraction.fraction() : DEFAULT_TEST;
  }

  private static int share(int tokens, double fraction) {
    return (int) Math.round(tokens * fraction);
  }

  private static String fingerprint(String text, @Nullable String test) {
    Fingerprint fingerprint = new Fingerprint().add(text);
    return (test == null ? fingerprint : fingerprint.add(test)).finish();
  }
}
