package dev.espalier.datasets.catalog;

import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code dataset.json} says.
 *
 * @param formatVersion of the file, 1
 * @param name of the dataset and of its folder
 * @param title one line for people
 * @param task what is to be predicted
 * @param reader how to read the files
 * @param classNames names of the classes, by label; empty for regression
 * @param files that the dataset consists of
 * @param source who made it, and how it came here
 * @param licence under which it may be used
 * @param citation whom to cite
 * @param fetchFrom public address of the files, ending in a slash; null if they are embedded
 */
public record DatasetDescription(
    int formatVersion,
    String name,
    String title,
    LearningTask task,
    Reader reader,
    List<String> classNames,
    List<DescribedFile> files,
    String source,
    String licence,
    String citation,
    @Nullable URI fetchFrom) {

  /** The version of the format that this class reads. */
  public static final int FORMAT_VERSION = 1;

  public DatasetDescription {
    if (formatVersion != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "formatVersion (%s) must be %s".formatted(formatVersion, FORMAT_VERSION));
    }
    classNames = List.copyOf(classNames);
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param role what it holds: {@code data}, or {@code trainImages}, {@code trainLabels}, {@code
   *     testImages} and {@code testLabels}
   * @param name in the dataset's folder and at its public address
   * @param bytes of the unpacked content
   * @param sha256 of the unpacked content, so that any packing of the same content is accepted
   */
  public record DescribedFile(String role, String name, long bytes, String sha256) {}

  /** How to read the files: the keys of an experiment's {@code dataset} block. */
  public record Reader(
      DataFormat format,
      @Nullable String label,
      @Nullable String text,
      @Nullable Tokenizer tokenizer,
      @Nullable Integer maxLength,
      @Nullable String group,
      @Nullable String order,
      @Nullable Integer channels,
      @Nullable Integer height,
      @Nullable Integer width,
      @Nullable Test test) {}

  /** Where the test split comes from: a seeded fraction, or a column. */
  public record Test(@Nullable Double fraction, @Nullable Long seed, @Nullable String column) {
    public Test {
      if ((fraction == null) == (column == null)) {
        throw new IllegalArgumentException(
            "test needs either a fraction (%s) or a column (%s)".formatted(fraction, column));
      }
    }

    TestSplit split() {
      return column == null
          ? new TestSplit.Fraction(fraction == null ? Double.NaN : fraction, seed)
          : new TestSplit.Column(column);
    }
  }

  /** Whether the files must be fetched; else they are embedded. */
  public boolean isFetched() {
    return fetchFrom != null;
  }

  /** The file of a role, if the dataset has one. */
  public Optional<DescribedFile> file(String role) {
    return files.stream().filter(file -> file.role().equals(role)).findFirst();
  }

  /** How to read and divide the files, with the choices that are left to the user taken over. */
  public DatasetSpec spec(DatasetSpec user) {
    DatasetSpec.Builder spec =
        DatasetSpec.at(Path.of(name))
            .format(reader.format())
            .text(reader.text())
            .tokenizer(user.tokenizer() == null ? reader.tokenizer() : user.tokenizer())
            .maxLength(user.maxLength() == null ? reader.maxLength() : user.maxLength())
            .encoding(user.encoding())
            .maxVocabulary(user.maxVocabulary())
            .limit(user.limit())
            .group(reader.group())
            .order(reader.order())
            .channels(reader.channels())
            .height(reader.height())
            .width(reader.width())
            .task(task)
            .validationFraction(user.validationFraction())
            .splitSeed(user.splitSeed());
    if (reader.label() != null) {
      spec.label(reader.label());
    }
    if (reader.test() != null) {
      spec.test(reader.test().split());
    }
    return spec.build();
  }
}
