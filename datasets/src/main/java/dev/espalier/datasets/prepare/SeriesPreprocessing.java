package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.RawSeries;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series of one or more channels, each channel scaled to mean 0 and deviation 1 over the training
 * split; a missing value counts as the mean. Steps after the first {@code maxLength} are cut off.
 *
 * @param channels names of the channels, in training order
 * @param normalization one scale a channel
 * @param maxLength steps that count, at least 1
 * @param series column that names the series of a table in long format; null for {@code .ts} files
 * @param step column by which the steps of a series are sorted; null to keep the order of the lines
 * @param targets how to read a model's outputs
 */
public record SeriesPreprocessing(
    List<String> channels,
    List<Scale> normalization,
    int maxLength,
    @Nullable String series,
    @Nullable String step,
    @JsonUnwrapped TargetEncoding targets)
    implements Preprocessing {

  public SeriesPreprocessing {
    channels = List.copyOf(channels);
    normalization = List.copyOf(normalization);
    if (channels.isEmpty() || normalization.size() != channels.size()) {
      throw new IllegalArgumentException(
          "%s scales for %s channels; there must be as many, and at least one"
              .formatted(normalization.size(), channels.size()));
    }
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength (%s) must be at least 1".formatted(maxLength));
    }
  }

  /**
   * Learns the scale of each channel.
   *
   * @param maxLength steps that count; null for the longest training series
   * @param series column that names the series of a table in long format, or null
   * @param step column by which its rows are sorted, or null
   * @param train rows of the training split, the only ones looked at
   * @throws DatasetException if a channel has no value in the training split
   */
  public static SeriesPreprocessing fit(
      RawSeries rows,
      @Nullable Integer maxLength,
      @Nullable String series,
      @Nullable String step,
      int[] train,
      TargetEncoding targets) {
    int longest = 1;
    for (int row : train) {
      longest = Math.max(longest, rows.length(row));
    }
    int steps = maxLength == null ? longest : maxLength;
    List<Scale> normalization = new ArrayList<>();
    for (int channel = 0; channel < rows.channels().size(); channel++) {
      normalization.add(scale(rows, channel, train));
    }
    return new SeriesPreprocessing(rows.channels(), normalization, steps, series, step, targets);
  }

  private static Scale scale(RawSeries rows, int channel, int[] train) {
    Scale.Fit fit = new Scale.Fit();
    for (int row : train) {
      for (int at = 0; at < rows.length(row); at++) {
        double value = rows.value(row, channel, at);
        if (!Double.isNaN(value)) {
          fit.add(value);
        }
      }
    }
    if (fit.count() == 0) {
      throw new DatasetException(
          rows.source(),
          "channel '" + rows.channels().get(channel) + "'",
          "has no value in the training split; leave the channel out");
    }
    return fit.scale();
  }

  /**
   * The series, cut and scaled.
   *
   * @throws DatasetException if they have another number of channels
   */
  public Features encode(RawSeries rows) {
    int width = channels.size();
    if (rows.channels().size() != width) {
      throw new DatasetException(
          rows.source(),
          "has series of %s channel(s) %s; must have %s %s"
              .formatted(rows.channels().size(), rows.channels(), width, channels));
    }
    Features.Builder features = Features.builder(shape(), rows.size());
    for (int row = 0; row < rows.size(); row++) {
      int length = Math.min(maxLength, rows.length(row));
      float[] values = new float[width * length];
      for (int channel = 0; channel < width; channel++) {
        for (int at = 0; at < length; at++) {
          double value = rows.value(row, channel, at);
          if (!Double.isNaN(value)) {
            values[channel * length + at] = normalization.get(channel).apply(value);
          }
        }
      }
      features.add(values);
    }
    return features.build();
  }

  @Override
  public FeatureShape shape() {
    return new FeatureShape.Sequence(channels.size(), maxLength);
  }
}
