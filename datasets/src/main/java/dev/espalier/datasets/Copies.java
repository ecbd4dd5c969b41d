package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.Fingerprint;
import dev.espalier.datasets.read.RawRows;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which rows are alike in everything that a network sees of them. */
final class Copies {
  /** Where more rows than this share are different ones, equal ones are copies. */
  private static final double MOSTLY_DIFFERENT = 0.5;

  /** Different rows that are needed to divide copies as groups. */
  private static final int FEWEST_GROUPS = 20;

  private final ImmutableList<String> development;
  private final ImmutableList<String> test;
  private final RawRows rows;

  private Copies(ImmutableList<String> development, ImmutableList<String> test, RawRows rows) {
    this.development = development;
    this.test = test;
    this.rows = rows;
  }

  /**
   * Compares rows.
   *
   * @param test those of a given test split, if there is one
   */
  static Copies of(RawRows development, @Nullable RawRows test) {
    return new Copies(
        contents(development), test == null ? ImmutableList.of() : contents(test), development);
  }

  private static ImmutableList<String> contents(RawRows rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(
            row -> {
              Fingerprint content = new Fingerprint();
              rows.addTo(row, content);
              return content.finish();
            })
        .collect(ImmutableList.toImmutableList());
  }

  /** A text for each row, the same for equal rows. */
  ImmutableList<String> development() {
    return development;
  }

  /**
   * Whether equal rows are copies rather than equal by chance, as in tables of a few yes-or-no
   * columns, and there are enough different ones to divide.
   */
  boolean areToBeKeptTogether() {
    int different = ImmutableSet.copyOf(development).size();
    return different < development.size()
        && (different > development.size() * MOSTLY_DIFFERENT
            || (different >= FEWEST_GROUPS && rows.combinations() >= 2.0 * rows.size()));
  }

  /** Rows that are equal to an earlier one. */
  int count() {
    return development.size()
        + test.size()
        - ImmutableSet.<String>builder().addAll(development).addAll(test).build().size();
  }

  /** How many of some rows are equal to one of others. */
  int among(int[] rows, int[] others) {
    Set<String> known = known(others);
    return (int) IntStream.of(rows).filter(row -> known.contains(development.get(row))).count();
  }

  /** The same for the rows of the test split, which are given or held out. */
  int ofTest(int[] heldOut, int[] others) {
    Set<String> known = known(others);
    return among(heldOut, others) + (int) test.stream().filter(known::contains).count();
  }

  private Set<String> known(int[] rows) {
    return IntStream.of(rows).mapToObj(development::get).collect(Collectors.toSet());
  }
}
