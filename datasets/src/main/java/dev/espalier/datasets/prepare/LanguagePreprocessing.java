package dev.espalier.datasets.prepare;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.StepLabels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as tokens for language modelling, cut into windows of {@code maxLength} steps. At each
 * step the token that comes next is to be predicted, so its classes are the vocabulary.
 *
 * @param tokenizer how the text is cut
 * @param maxLength steps of a window, at least 1
 * @param vocabulary tokens of the training part
 */
public record LanguagePreprocessing(Tokenizer tokenizer, int maxLength, Vocabulary vocabulary)
    implements Preprocessing {
  /** Steps of a window where the caller sets none. */
  public static final int DEFAULT_STEPS = 64;

  public LanguagePreprocessing {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength (%s) must be at least 1".formatted(maxLength));
    }
  }

  /**
   * Learns a vocabulary.
   *
   * @param source what messages call the text
   * @param steps of a window; null for {@value #DEFAULT_STEPS}
   * @param maxVocabulary tokens that the vocabulary holds at most, the padding and the unknown one
   *     aside
   * @param train number of tokens, from the start of the text, of the training part; no others are
   *     looked at
   * @throws DatasetException if the training part holds no token
   */
  public static LanguagePreprocessing fit(
      String source,
      String text,
      Tokenizer tokenizer,
      @Nullable Integer steps,
      int maxVocabulary,
      int train) {
    TokenCounts counts = new TokenCounts();
    tokenizer.stream(text).limit(train).forEach(counts::add);
    Vocabulary vocabulary =
        Vocabulary.of(counts, maxVocabulary)
            .orElseThrow(() -> new DatasetException(source, "holds no text in its training part"));
    return new LanguagePreprocessing(tokenizer, steps == null ? DEFAULT_STEPS : steps, vocabulary);
  }

  /** Number of tokens of a text. */
  public static int count(Tokenizer tokenizer, String text) {
    return Math.toIntExact(tokenizer.stream(text).count());
  }

  /** The tokens of a text by number. */
  public int[] numbers(String text) {
    return tokenizer.stream(text).mapToInt(vocabulary::number).toArray();
  }

  /** Windows that so many steps make: they follow each other, the last one may be shorter. */
  public int windows(int steps) {
    return (steps + maxLength - 1) / maxLength;
  }

  /**
   * Windows of tokens with those that come next. No window reaches from one part into another.
   *
   * @param parts tokens by number, at least two each
   */
  public Examples examples(List<int[]> parts) {
    int count = parts.stream().mapToInt(part -> windows(part.length - 1)).sum();
    Features.Builder features = Features.builder(shape(), count);
    int[][] next = new int[count][];
    int window = 0;
    for (int[] part : parts) {
      for (int from = 0; from < part.length - 1; from += maxLength) {
        int to = Math.min(from + maxLength, part.length - 1);
        features.add(floats(part, from, to));
        next[window++] = Arrays.copyOfRange(part, from + 1, to + 1);
      }
    }
    return new Examples(features.build(), StepLabels.of(next, vocabulary.tokens()));
  }

  /**
   * Windows of all tokens, for new texts.
   *
   * @param numbers of tokens, at least one
   */
  public Features encode(int[] numbers) {
    Features.Builder features = Features.builder(shape(), windows(numbers.length));
    for (int from = 0; from < numbers.length; from += maxLength) {
      features.add(floats(numbers, from, Math.min(from + maxLength, numbers.length)));
    }
    return features.build();
  }

  private static float[] floats(int[] numbers, int from, int to) {
    float[] window = new float[to - from];
    for (int step = 0; step < window.length; step++) {
      window[step] = numbers[from + step];
    }
    return window;
  }

  @Override
  public FeatureShape shape() {
    return new FeatureShape.Tokens(vocabulary.size(), maxLength);
  }

  /** One class a token of the vocabulary. */
  @Override
  public TargetEncoding targets() {
    return TargetEncoding.classes(vocabulary.tokens());
  }
}
