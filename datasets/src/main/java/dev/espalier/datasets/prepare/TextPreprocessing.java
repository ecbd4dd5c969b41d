package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Texts as vectors. Words become a bag: {@code log(1 + count)} of each word of the vocabulary,
 * scaled to Euclidean length 1. Characters become one slot per position and character: {@code
 * [maxLength, vocabulary]}. Tokens outside the vocabulary, or after the first {@code maxLength},
 * count nothing.
 *
 * @param column of the text
 * @param tokenizer how texts are cut
 * @param maxLength tokens that count
 * @param vocabulary tokens of the training split, the most frequent first
 * @param targets how to read a model's outputs
 */
public record TextPreprocessing(
    String column,
    Tokenizer tokenizer,
    int maxLength,
    List<String> vocabulary,
    @JsonUnwrapped TargetEncoding targets)
    implements Preprocessing {
  /** Tokens that a vocabulary holds at most. */
  public static final int MAX_VOCABULARY = 2000;

  /** Characters that count where the caller sets no other limit. */
  public static final int DEFAULT_MAX_CHARACTERS = 256;

  public TextPreprocessing {
    vocabulary = List.copyOf(vocabulary);
    if (maxLength < 1 || vocabulary.isEmpty()) {
      throw new IllegalArgumentException(
          "maxLength (%s) and the size of the vocabulary (%s) must be at least 1"
              .formatted(maxLength, vocabulary.size()));
    }
  }

  /**
   * Learns a vocabulary.
   *
   * @param maxLength tokens that count; null for the longest training text, of characters at most
   *     {@value #DEFAULT_MAX_CHARACTERS}
   * @param train rows of the training split, the only ones looked at
   * @throws DatasetException if no training text holds a token
   */
  public static TextPreprocessing fit(
      Table table,
      String column,
      Tokenizer tokenizer,
      @Nullable Integer maxLength,
      int[] train,
      TargetEncoding targets) {
    int index = table.column(column);
    int longest = 0;
    TokenCounts counts = new TokenCounts();
    for (int row : train) {
      List<String> tokens = tokenizer.tokens(table.cell(row, index));
      longest = Math.max(longest, tokens.size());
      tokens.forEach(counts::add);
    }
    if (longest == 0) {
      throw new DatasetException(
          table.source(), "column '" + column + "'", "holds no text in the training split");
    }
    return new TextPreprocessing(
        column,
        tokenizer,
        maxLength == null ? usualLength(tokenizer, longest) : maxLength,
        counts.mostFrequent(MAX_VOCABULARY, Set.of()),
        targets);
  }

  /** Tokens that count where the caller sets no limit. */
  static int usualLength(Tokenizer tokenizer, int longest) {
    return tokenizer == Tokenizer.CHAR ? Math.min(longest, DEFAULT_MAX_CHARACTERS) : longest;
  }

  /**
   * Features of every row.
   *
   * @throws DatasetException if the column is missing or the features are too many for memory
   */
  public Features encode(Table table) {
    int index = table.column(column);
    if ((long) table.size() * size() > Integer.MAX_VALUE - 8) {
      throw new DatasetException(
          table.source(),
          "%s texts of %s features are too many; a smaller maxLength (%s) helps"
              .formatted(table.size(), size(), maxLength));
    }
    ImmutableMap<String, Integer> positions =
        IntStream.range(0, vocabulary.size())
            .boxed()
            .collect(ImmutableMap.toImmutableMap(vocabulary::get, position -> position));
    float[] features = new float[shape().size()];
    Features.Builder rows = Features.builder(shape(), table.size());
    for (int row = 0; row < table.size(); row++) {
      Arrays.fill(features, 0);
      List<String> tokens = tokenizer.tokens(table.cell(row, index));
      for (int i = 0; i < Math.min(maxLength, tokens.size()); i++) {
        Integer known = positions.get(tokens.get(i));
        if (known != null) {
          features[tokenizer == Tokenizer.CHAR ? i * vocabulary.size() + known : known]++;
        }
      }
      if (tokenizer == Tokenizer.WORD) {
        scaleBag(features);
      }
      rows.add(features);
    }
    return rows.build();
  }

  private static void scaleBag(float[] counts) {
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        // StrictMath: the same features, and so the same fingerprint, on every machine.
        counts[i] = (float) StrictMath.log1p(counts[i]);
        squares += counts[i] * counts[i];
      }
    }
    if (squares > 0) {
      float length = (float) Math.sqrt(squares);
      for (int i = 0; i < counts.length; i++) {
        counts[i] /= length;
      }
    }
  }

  private long size() {
    return tokenizer == Tokenizer.CHAR ? (long) maxLength * vocabulary.size() : vocabulary.size();
  }

  @Override
  public FeatureShape shape() {
    return new FeatureShape.Vector(Math.toIntExact(size()));
  }
}
