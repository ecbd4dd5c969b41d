package dev.espalier.datasets.read;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.DatasetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .ts} files, the format of the UEA and UCR archives and of sktime and aeon: comments
 * ({@code #}), attributes ({@code @}), and after {@code @data} one case a line. Colons part its
 * dimensions, commas the values of one, {@code ?} or {@code NaN} stands for a missing value, and
 * the last field is the class or the target, if the header says that there is one.
 */
public final class TsReader {
  private static final Splitter DIMENSIONS = Splitter.on(':').trimResults();
  private static final Splitter VALUES = Splitter.on(',').trimResults();

  private final DataFile file;
  private final TsHeader header;
  private final ImmutableList.Builder<String> labels = ImmutableList.builder();
  private RawSeries.@Nullable Builder series;
  private int channels;
  private int firstLength;

  private TsReader(DataFile file) {
    this.file = file;
    this.header = new TsHeader(file.name());
  }

  /**
   * What a file holds.
   *
   * @param series one a case; channels are called {@code dimension 1}, {@code dimension 2}, ...
   * @param labels class or target of each case; empty if the file holds none
   * @param classNames in the order of the header; empty unless labels are classes
   */
  public record Cases(
      RawSeries series, ImmutableList<String> labels, ImmutableList<String> classNames) {}

  /**
   * Reads a file.
   *
   * @throws DatasetException if it cannot be read, a line is malformed or contradicts the header,
   *     or there is no case
   */
  public static Cases read(DataFile file) {
    return new TsReader(file).read();
  }

  private Cases read() {
    int line = 0;
    boolean data = false;
    try (BufferedReader text = file.openText()) {
      for (String next = text.readLine(); next != null; next = text.readLine()) {
        line++;
        String content = next.strip();
        if (content.isEmpty() || content.startsWith("#")) {
          continue;
        }
        if (data) {
          readCase("line " + line, content);
        } else if (content.equalsIgnoreCase("@data")) {
          header.check();
          data = true;
        } else if (content.startsWith("@")) {
          header.read(line, content);
        } else {
          throw fault(
              "line " + line,
              "'%s' is neither a comment (#) nor an attribute (@), as all must be up to @data"
                  .formatted(abbreviated(content)));
        }
      }
    } catch (IOException e) {
      throw file.unreadable("after " + line + " lines", e);
    }
    if (series == null) {
      throw new DatasetException(
          file.name(),
          data ? "has no case after @data" : "has no line @data, after which cases come");
    }
    return new Cases(series.build(), labels.build(), header.classNames());
  }

  private void readCase(String place, String content) {
    List<String> fields = DIMENSIONS.splitToList(content);
    List<String> dimensions = fields;
    if (header.isLabelled()) {
      if (fields.size() < 2) {
        throw fault(
            place,
            "has one field; it must have its dimensions and then its label, parted by colons");
      }
      dimensions = fields.subList(0, fields.size() - 1);
      labels.add(label(place, fields.get(fields.size() - 1)));
    }
    List<String> first = VALUES.splitToList(dimensions.get(0));
    if (series == null) {
      channels = dimensions.size();
      firstLength = first.size();
      series =
          RawSeries.builder(
              file.name(),
              IntStream.rangeClosed(1, channels).mapToObj(i -> "dimension " + i).toList());
    }
    if (dimensions.size() != channels) {
      throw fault(
          place,
          "has %s dimension(s), the first case %s; all must have as many"
              .formatted(dimensions.size(), channels));
    }
    series.add(place, values(place, dimensions, first.size()));
  }

  private double[] values(String place, List<String> dimensions, int length) {
    double[] values = new double[channels * length];
    boolean missing = false;
    for (int channel = 0; channel < channels; channel++) {
      List<String> cells = VALUES.splitToList(dimensions.get(channel));
      if (cells.size() != length) {
        throw fault(
            "%s, dimension %s".formatted(place, channel + 1),
            "has %s value(s), dimension 1 has %s; all of a case must have as many"
                .formatted(cells.size(), length));
      }
      for (int step = 0; step < length; step++) {
        double value = value(place, channel, step, cells.get(step));
        missing |= Double.isNaN(value);
        values[channel * length + step] = value;
      }
    }
    header.checkCase(place, channels, length, firstLength, missing);
    return values;
  }

  private double value(String place, int channel, int step, String cell) {
    if (cell.equals("?") || cell.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    OptionalDouble number = Numbers.parse(cell);
    if (number.isEmpty()) {
      throw fault(
          "%s, dimension %s, value %s".formatted(place, channel + 1, step + 1),
          "'%s' must be a number, or ? where it is missing".formatted(abbreviated(cell)));
    }
    return number.getAsDouble();
  }

  private String label(String place, String label) {
    ImmutableList<String> classes = header.classNames();
    if (label.isEmpty() || !(classes.isEmpty() || classes.contains(label))) {
      throw fault(
          place,
          "label '%s' must be %s"
              .formatted(
                  abbreviated(label),
                  classes.isEmpty() ? "there" : "one of the header's classes " + classes));
    }
    return label;
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }

  private DatasetException fault(String place, String problem) {
    return new DatasetException(file.name(), place, problem);
  }
}
