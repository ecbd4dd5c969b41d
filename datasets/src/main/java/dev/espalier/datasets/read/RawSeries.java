package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/**
 * Series of one or more channels, with their values as stored. Series may differ in length, the
 * channels of one series do not. Immutable.
 */
public final class RawSeries implements RawRows {
  private final String source;
  private final ImmutableList<String> channels;
  private final ImmutableList<double[]> rows;
  private final ImmutableList<String> places;

  private RawSeries(Builder builder) {
    this.source = builder.source;
    this.channels = builder.channels;
    this.rows = ImmutableList.copyOf(builder.rows);
    this.places = ImmutableList.copyOf(builder.places);
  }

  /** Starts the series of a source. */
  static Builder builder(String source, List<String> channels) {
    return new Builder(source, channels);
  }

  /**
   * Series known by their position.
   *
   * @param rows {@code [channels, steps]} each, which nobody changes
   */
  public static RawSeries of(String source, List<String> channels, List<double[]> rows) {
    Builder series = builder(source, channels);
    for (int row = 0; row < rows.size(); row++) {
      series.add("row " + row, rows.get(row));
    }
    return series.build();
  }

  /** Names of the channels. */
  public ImmutableList<String> channels() {
    return channels;
  }

  /** Steps of one series, at least 1. */
  public int length(int row) {
    return rows.get(row).length / channels.size();
  }

  /** The value of one step of one channel; NaN where it is missing. */
  public double value(int row, int channel, int step) {
    return rows.get(row)[channel * length(row) + step];
  }

  /** Missing values by channel; channels without any are left out. */
  public ImmutableMap<String, Integer> missing() {
    ImmutableMap.Builder<String, Integer> counts = ImmutableMap.builder();
    for (int channel = 0; channel < channels.size(); channel++) {
      int count = 0;
      for (int row = 0; row < size(); row++) {
        for (int step = 0; step < length(row); step++) {
          count += Double.isNaN(value(row, channel, step)) ? 1 : 0;
        }
      }
      if (count > 0) {
        counts.put(channels.get(channel), count);
      }
    }
    return counts.buildOrThrow();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String place(int row) {
    return places.get(row);
  }

  @Override
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(channels).add(size());
    rows.forEach(fingerprint::add);
  }

  @Override
  public void addTo(int row, Fingerprint fingerprint) {
    fingerprint.add(rows.get(row));
  }

  /** Collects series one by one. For one thread. */
  static final class Builder {
    private final String source;
    private final ImmutableList<String> channels;
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    private Builder(String source, List<String> channels) {
      this.source = source;
      this.channels = ImmutableList.copyOf(channels);
    }

    /**
     * Adds a series, which it takes over.
     *
     * @param place where it is in the source
     * @param values {@code [channels, steps]}, NaN where one is missing
     */
    Builder add(String place, double[] values) {
      places.add(place);
      rows.add(values);
      return this;
    }

    RawSeries build() {
      return new RawSeries(this);
    }
  }
}
