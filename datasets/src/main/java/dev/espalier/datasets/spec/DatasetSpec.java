package dev.espalier.datasets.spec;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which data to load and how to divide it. Either {@code name} is set (a dataset of the catalog, in
 * which case {@code path} says where its files lie), or {@code path} is (one's own data).
 *
 * @param name of a dataset of the catalog
 * @param format of one's own data; null to tell it from the path
 * @param path file or directory; relative paths start at the base directory given to the loader
 * @param label target columns; if empty, the one called label, class or target. Classification has
 *     one
 * @param categories columns of a table whose values are categories, though they look like numbers
 * @param text the column of text; null to take the one column without another role
 * @param test where the test split comes from; null for what the data brings, else a fifth of it
 * @param group column whose values never occur in two splits, such as a patient; it is no feature
 * @param order column of numbers or ISO-8601 dates: train comes before validation, before test; it
 *     is no feature
 * @param series column that names the series of a row, for tables of series
 * @param step column by which the rows of a series are sorted: numbers or ISO-8601 dates; null for
 *     the order of the lines. It is no feature
 * @param maxLength tokens of a text or steps of a series that count, or steps of a window of a
 *     language model; at least 1
 * @param tokenizer of text; null for words, for language models for characters
 * @param encoding of labelled texts; null for vectors
 * @param maxVocabulary tokens that a vocabulary holds at most, for texts as tokens; at least 1;
 *     null for {@value dev.espalier.datasets.prepare.Vocabulary#DEFAULT_LIMIT}
 * @param limit tokens of a text for language models that count, from its start; at least 1; null
 *     for all. A test split of its own is not cut
 * @param channels of images, 1 or 3; null for what the files hold
 * @param height of images in pixels; null for the most common
 * @param width of images in pixels; null for the most common
 * @param task null to tell it from the label column
 * @param validationFraction share of the training data kept for validation, in (0, 1)
 * @param splitSeed seed of all splits that have none of their own
 */
public record DatasetSpec(
    @Nullable String name,
    @Nullable DataFormat format,
    @Nullable Path path,
    ImmutableList<String> label,
    ImmutableList<String> categories,
    @Nullable String text,
    @Nullable TestSplit test,
    @Nullable String group,
    @Nullable String order,
    @Nullable String series,
    @Nullable String step,
    @Nullable Integer maxLength,
    @Nullable Tokenizer tokenizer,
    @Nullable TextEncoding encoding,
    @Nullable Integer maxVocabulary,
    @Nullable Integer limit,
    @Nullable Integer channels,
    @Nullable Integer height,
    @Nullable Integer width,
    @Nullable LearningTask task,
    double validationFraction,
    long splitSeed) {

  public DatasetSpec {
    if (name == null && path == null && format != DataFormat.MEMORY) {
      throw new IllegalArgumentException("a dataset needs a name or a path");
    }
    if (name != null
        && (format != null
            || !label.isEmpty()
            || !categories.isEmpty()
            || text != null
            || test != null
            || group != null
            || order != null
            || series != null
            || step != null
            || task != null)) {
      throw new IllegalArgumentException(
          "dataset '%s' brings its own format, label, categories, text, test, group, order, series, step and task; leave them out"
              .formatted(name));
    }
    if (group != null && order != null) {
      throw new IllegalArgumentException(
          "group (%s) and order (%s) exclude each other".formatted(group, order));
    }
    if (label.size() > 1 && task == LearningTask.CLASSIFICATION) {
      throw new IllegalArgumentException("classification needs one label, not " + label);
    }
    if (task != null
        && format != null
        && (task == LearningTask.LANGUAGE_MODEL) != (format == DataFormat.LANGUAGE_MODEL)) {
      throw new IllegalArgumentException(
          "task %s does not go with format %s; language_model goes with language_model"
              .formatted(task.id(), format.id()));
    }
    requirePositive("maxLength", maxLength);
    requirePositive("maxVocabulary", maxVocabulary);
    requirePositive("limit", limit);
    requirePositive("height", height);
    requirePositive("width", width);
    if (channels != null && channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels (%s) must be 1 or 3".formatted(channels));
    }
    if ((height == null) != (width == null)) {
      throw new IllegalArgumentException(
          "height (%s) and width (%s) must be given together".formatted(height, width));
    }
    requireFraction("validationFraction", validationFraction);
  }

  /** Starts a dataset of the catalog. */
  public static Builder named(String name) {
    return new Builder(name, null);
  }

  /** Starts data that a program hands over in memory: only how they are divided is to be said. */
  public static Builder inMemory() {
    return new Builder(null, null).format(DataFormat.MEMORY);
  }

  /** Starts one's own data in a file or directory. */
  public static Builder at(Path path) {
    return new Builder(null, path);
  }

  static void requireFraction(String what, double value) {
    if (!(value > 0.0 && value < 1.0)) {
      throw new IllegalArgumentException("%s (%s) must lie in (0, 1)".formatted(what, value));
    }
  }

  private static void requirePositive(String what, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException("%s (%s) must be at least 1".formatted(what, value));
    }
  }

  /** Collects settings; what is not set keeps the default that {@link DatasetSpec} names. */
  public static final class Builder {
    private final @Nullable String name;
    private @Nullable Path path;
    private @Nullable DataFormat format;
    private ImmutableList<String> label = ImmutableList.of();
    private ImmutableList<String> categories = ImmutableList.of();
    private @Nullable String text;
    private @Nullable TestSplit test;
    private @Nullable String group;
    private @Nullable String order;
    private @Nullable String series;
    private @Nullable String step;
    private @Nullable Integer maxLength;
    private @Nullable Tokenizer tokenizer;
    private @Nullable TextEncoding encoding;
    private @Nullable Integer maxVocabulary;
    private @Nullable Integer limit;
    private @Nullable Integer channels;
    private @Nullable Integer height;
    private @Nullable Integer width;
    private @Nullable LearningTask task;
    private double validationFraction = 0.2;
    private long splitSeed;

    private Builder(@Nullable String name, @Nullable Path path) {
      this.name = name;
      this.path = path;
    }

    /** File or directory of the data. */
    public Builder path(@Nullable Path value) {
      path = value;
      return this;
    }

    /** Format of one's own data. */
    public Builder format(@Nullable DataFormat value) {
      format = value;
      return this;
    }

    /** One target column, or several for regression. */
    public Builder label(String... columns) {
      label = ImmutableList.copyOf(columns);
      return this;
    }

    /** Target columns. */
    public Builder label(List<String> columns) {
      label = ImmutableList.copyOf(columns);
      return this;
    }

    /** Columns whose values are categories, though they look like numbers. */
    public Builder categories(List<String> columns) {
      categories = ImmutableList.copyOf(columns);
      return this;
    }

    /** Column of text. */
    public Builder text(@Nullable String column) {
      text = column;
      return this;
    }

    /** Where the test split comes from. */
    public Builder test(@Nullable TestSplit value) {
      test = value;
      return this;
    }

    /** Column whose values never occur in two splits. */
    public Builder group(@Nullable String column) {
      group = column;
      return this;
    }

    /** Column by which splits follow each other in time. */
    public Builder order(@Nullable String column) {
      order = column;
      return this;
    }

    /** Column that names the series of a row. */
    public Builder series(@Nullable String column) {
      series = column;
      return this;
    }

    /** Column by which the rows of a series are sorted. */
    public Builder step(@Nullable String column) {
      step = column;
      return this;
    }

    /** Tokens of a text or steps of a series that count; steps of a language model's window. */
    public Builder maxLength(@Nullable Integer value) {
      maxLength = value;
      return this;
    }

    /** How texts are cut. */
    public Builder tokenizer(@Nullable Tokenizer value) {
      tokenizer = value;
      return this;
    }

    /** What labelled texts become. */
    public Builder encoding(@Nullable TextEncoding value) {
      encoding = value;
      return this;
    }

    /** Tokens that a vocabulary holds at most. */
    public Builder maxVocabulary(@Nullable Integer value) {
      maxVocabulary = value;
      return this;
    }

    /** Tokens of a text for language models that count, from its start. */
    public Builder limit(@Nullable Integer value) {
      limit = value;
      return this;
    }

    /** Channels of images, 1 or 3. */
    public Builder channels(@Nullable Integer value) {
      channels = value;
      return this;
    }

    /** Height of images in pixels. */
    public Builder height(@Nullable Integer value) {
      height = value;
      return this;
    }

    /** Width of images in pixels. */
    public Builder width(@Nullable Integer value) {
      width = value;
      return this;
    }

    /** What is to be predicted. */
    public Builder task(@Nullable LearningTask value) {
      task = value;
      return this;
    }

    /** Share of the training data kept for validation. */
    public Builder validationFraction(double value) {
      validationFraction = value;
      return this;
    }

    /** Seed of the splits. */
    public Builder splitSeed(long value) {
      splitSeed = value;
      return this;
    }

    /**
     * The finished spec.
     *
     * @throws IllegalArgumentException if the settings are out of range or contradict each other
     */
    public DatasetSpec build() {
      return new DatasetSpec(
          name,
          format,
          path,
          label,
          categories,
          text,
          test,
          group,
          order,
          series,
          step,
          maxLength,
          tokenizer,
          encoding,
          maxVocabulary,
          limit,
          channels,
          height,
          width,
          task,
          validationFraction,
          splitSeed);
    }
  }
}
