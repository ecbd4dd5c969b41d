package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts as sequences of tokens: {@code [1, maxLength]} numbers of the vocabulary. Tokens after the
 * first {@code maxLength} are cut off; a text without any is one unknown token.
 *
 * @param column of the text
 * @param tokenizer how texts are cut
 * @param maxLength tokens that count, at least 1
 * @param vocabulary tokens of the training split
 * @param targets how to read a model's outputs
 */
public record TokenPreprocessing(
    String column,
    Tokenizer tokenizer,
    int maxLength,
    Vocabulary vocabulary,
    @JsonUnwrapped TargetEncoding targets)
    implements Preprocessing {

  public TokenPreprocessing {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength (%s) must be at least 1".formatted(maxLength));
    }
  }

  /**
   * Learns a vocabulary.
   *
   * @param maxLength tokens that count; null for the longest training text, of characters at most
   *     {@value TextPreprocessing#DEFAULT_MAX_CHARACTERS}
   * @param maxVocabulary tokens that the vocabulary holds at most, the padding and the unknown one
   *     aside
   * @param train rows of the training split, the only ones looked at
   * @throws DatasetException if no training text holds a token
   */
  public static TokenPreprocessing fit(
      Table table,
      String column,
      Tokenizer tokenizer,
      @Nullable Integer maxLength,
      int maxVocabulary,
      int[] train,
      TargetEncoding targets) {
    int index = table.column(column);
    TokenCounts counts = new TokenCounts();
    int longest = 0;
    for (int row : train) {
      List<String> tokens = tokenizer.tokens(table.cell(row, index));
      longest = Math.max(longest, tokens.size());
      tokens.forEach(counts::add);
    }
    Vocabulary vocabulary =
        Vocabulary.of(counts, maxVocabulary)
            .orElseThrow(
                () ->
                    new DatasetException(
                        table.source(),
                        "column '" + column + "'",
                        "holds no text in the training split"));
    return new TokenPreprocessing(
        column,
        tokenizer,
        maxLength == null ? TextPreprocessing.usualLength(tokenizer, longest) : maxLength,
        vocabulary,
        targets);
  }

  /**
   * Features of every row.
   *
   * @throws DatasetException if the column is missing
   */
  public Features encode(Table table) {
    int index = table.column(column);
    Features.Builder rows = Features.builder(shape(), table.size());
    for (int row = 0; row < table.size(); row++) {
      List<String> tokens = tokenizer.tokens(table.cell(row, index));
      float[] numbers = new float[Math.max(1, Math.min(maxLength, tokens.size()))];
      numbers[0] = Vocabulary.UNKNOWN;
      for (int step = 0; step < Math.min(maxLength, tokens.size()); step++) {
        numbers[step] = vocabulary.number(tokens.get(step));
      }
      rows.add(numbers);
    }
    return rows.build();
  }

  @Override
  public FeatureShape shape() {
    return new FeatureShape.Tokens(vocabulary.size(), maxLength);
  }
}
