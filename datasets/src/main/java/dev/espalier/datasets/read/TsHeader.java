package dev.espalier.datasets.read;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The attributes in front of the cases of a {@code .ts} file. For one thread. */
final class TsHeader {
  /** Names as the format's archive writes them, by the lower case in which they are compared. */
  private static final ImmutableMap<String, String> KNOWN =
      Stream.of(
              "problemName",
              "timeStamps",
              "missing",
              "univariate",
              "dimensions",
              "equalLength",
              "seriesLength",
              "classLabel",
              "targetLabel")
          .collect(
              ImmutableMap.toImmutableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

  private static final Splitter BLANKS = Splitter.onPattern("\\s+").omitEmptyStrings();

  private final String source;
  private final Map<String, TsAttribute> attributes = new HashMap<>();

  TsHeader(String source) {
    this.source = source;
  }

  /**
   * Reads a line that begins with {@code @}.
   *
   * @throws DatasetException if it is no attribute, or one that is there already
   */
  void read(long line, String text) {
    List<String> words = BLANKS.splitToList(text.substring(1));
    String written = words.isEmpty() ? "" : words.get(0);
    String lower = written.toLowerCase(Locale.ROOT);
    String name = KNOWN.get(lower.equals("dimension") ? "dimensions" : lower);
    if (name == null) {
      throw new DatasetException(
          source,
          "line " + line,
          "'@%s' is no attribute; it must be one of @%s, @data"
              .formatted(written, String.join(", @", KNOWN.values())));
    }
    TsAttribute attribute =
        new TsAttribute(source, line, name, ImmutableList.copyOf(words.subList(1, words.size())));
    find(name)
        .ifPresent(
            earlier -> {
              throw attribute.fault(
                  "is in line %s too, must be there once".formatted(earlier.line()));
            });
    attributes.put(name, attribute);
  }

  /**
   * Checks what can be checked without the cases.
   *
   * @throws DatasetException if attributes are malformed, contradict each other, or ask for time
   *     stamps
   */
  void check() {
    for (String flag : List.of("missing", "univariate", "equalLength")) {
      find(flag).ifPresent(TsAttribute::flag);
    }
    for (String count : List.of("dimensions", "seriesLength")) {
      find(count).ifPresent(TsAttribute::count);
    }
    find("timeStamps")
        .filter(TsAttribute::flag)
        .ifPresent(
            stamps -> {
              throw stamps.fault("must be false: cases hold values alone, one a step");
            });
    boolean classes = isTrue("classLabel");
    if (classes && classNames().size() < 2) {
      throw attribute("classLabel").fault("must go on with the names of at least two classes");
    }
    if (isTrue("targetLabel") && classes) {
      throw attribute("targetLabel").fault("must be false where @classLabel is true");
    }
  }

  /** Whether the last field of a case is its class or target. */
  boolean isLabelled() {
    return isTrue("classLabel") || isTrue("targetLabel");
  }

  /** Names of the classes; empty where cases have none. */
  ImmutableList<String> classNames() {
    if (!isTrue("classLabel")) {
      return ImmutableList.of();
    }
    ImmutableList<String> words = attribute("classLabel").words();
    return words.subList(1, words.size());
  }

  /**
   * Checks a case against what the header says of all.
   *
   * @param place of the case
   * @param dimensions that it has
   * @param length values of each dimension
   * @param firstLength those of the first case
   * @param missing whether one is missing
   * @throws DatasetException if it is other than the header says
   */
  void checkCase(String place, int dimensions, int length, int firstLength, boolean missing) {
    String width = "has %s dimension(s)".formatted(dimensions);
    String steps = "has %s value(s) a dimension".formatted(length);
    refuse("dimensions", said -> said.count() != dimensions, place, width);
    refuse("univariate", said -> said.flag() && dimensions > 1, place, width);
    refuse("missing", said -> missing && !said.flag(), place, "has a missing value");
    refuse(
        "equalLength",
        said -> said.flag() && length != firstLength,
        place,
        steps + ", the first case %s".formatted(firstLength));
    boolean mayDiffer = attributes.containsKey("equalLength") && !isTrue("equalLength");
    refuse("seriesLength", said -> !mayDiffer && said.count() != length, place, steps);
  }

  private void refuse(
      String name, Predicate<TsAttribute> contradicted, String place, String found) {
    find(name)
        .filter(contradicted)
        .ifPresent(
            said -> {
              throw said.contradicts(place, found);
            });
  }

  private boolean isTrue(String name) {
    return find(name).filter(TsAttribute::flag).isPresent();
  }

  private Optional<TsAttribute> find(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  private TsAttribute attribute(String name) {
    return find(name).orElseThrow();
  }
}
