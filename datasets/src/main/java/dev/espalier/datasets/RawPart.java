package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.Fingerprint;
import dev.espalier.datasets.read.RawRows;
import java.util.List;

/**
 * Rows as read, with their targets as texts.
 *
 * @param rows raw features
 * @param targets one list a row, of one text a target
 * @param groups group of each row; empty if there are none
 * @param times time of each row; empty if there are none
 */
record RawPart<R extends RawRows>(
    R rows,
    ImmutableList<ImmutableList<String>> targets,
    ImmutableList<String> groups,
    ImmutableList<Double> times) {

  static <R extends RawRows> RawPart<R> labelled(R rows, List<String> labels) {
    return new RawPart<>(
        rows,
        labels.stream().map(ImmutableList::of).collect(ImmutableList.toImmutableList()),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** The same rows in another form. */
  RawPart<R> with(R other) {
    return new RawPart<>(other, targets, groups, times);
  }

  int size() {
    return rows.size();
  }

  void addTo(Fingerprint fingerprint) {
    rows.addTo(fingerprint);
    targets.forEach(fingerprint::add);
  }
}
