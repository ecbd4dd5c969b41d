package dev.espalier.cli;

import dev.espalier.datasets.Columns;
import dev.espalier.datasets.DatasetInfo;
import dev.espalier.datasets.Understanding;
import dev.espalier.datasets.example.LearningTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How data were understood, in a few lines; what there is nothing to say of is left out. */
final class DataLines {
  private static final int MOST_NAMES = 8;

  private final DatasetInfo info;
  private final Understanding understanding;
  private final List<String> lines = new ArrayList<>();

  private DataLines(DatasetInfo info) {
    this.info = info;
    this.understanding = info.understanding();
  }

  /** The lines below a title. */
  static List<String> titled(DatasetInfo info) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(info.provenance().name(), info.provenance().title()));
    lines.addAll(of(info));
    return lines;
  }

  /** The lines, each of a word and what is to be said of it. */
  private static List<String> of(DatasetInfo info) {
    DataLines data = new DataLines(info);
    data.add("task", data.task());
    data.add(
        "examples",
        "%s train, %s validation, %s test (%s)"
            .formatted(
                info.train(), info.validation(), info.test(), info.understanding().splits()));
    data.addColumns();
    data.add("missing", info.missingValues().isEmpty() ? "none" : pairs(info.missingValues()));
    data.addCopies();
    if (!info.understanding().passedOver().isEmpty()) {
      data.add(
          "not read",
          info.understanding().passedOver().entrySet().stream()
              .map(each -> each.getValue() + " " + each.getKey())
              .collect(Collectors.joining(", ", "", " (files of other kinds)")));
    }
    return data.lines;
  }

  private void add(String word, String text) {
    lines.add("%-12s %s".formatted(word, text));
  }

  private String task() {
    String what =
        info.task() == LearningTask.CLASSIFICATION
            ? "classification, %s classes".formatted(info.classCounts().size())
            : info.task().id();
    return understanding.guessed()
        ? "%s, a guess: %s (task: %s would say otherwise)"
            .formatted(
                what,
                understanding.task(),
                info.task() == LearningTask.CLASSIFICATION ? "regression" : "classification")
        : "%s (%s)".formatted(what, understanding.task());
  }

  private void addColumns() {
    Columns columns = understanding.columns();
    if (!columns.numbers().isEmpty()) {
      add("numbers", some(columns.numbers().stream(), columns.numbers().size()));
    }
    if (!columns.categories().isEmpty()) {
      add("categories", pairs(columns.categories()));
    }
    columns.texts().forEach((name, how) -> add("texts", "%s: %s".formatted(name, how)));
    columns.leftOut().forEach((name, why) -> add("left out", "%s: %s".formatted(name, why)));
  }

  private void addCopies() {
    if (understanding.copies() > 0) {
      add(
          "copies",
          "%s examples are equal to an earlier one%s%s"
              .formatted(
                  understanding.copies(),
                  leak(understanding.validationCopies(), "validation"),
                  leak(understanding.testCopies(), "test")));
    }
  }

  private static String leak(int count, String split) {
    return count == 0 ? "" : "; %s of the %s split are known from training".formatted(count, split);
  }

  private static String pairs(Map<String, Integer> counts) {
    return some(
        counts.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()),
        counts.size());
  }

  /** All of a few, the first of many. */
  private static String some(Stream<String> texts, int count) {
    String first = texts.limit(MOST_NAMES).collect(Collectors.joining(", "));
    return count <= MOST_NAMES ? first : "%s, ... (%s in all)".formatted(first, count);
  }
}
