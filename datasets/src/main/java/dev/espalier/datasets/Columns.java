package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * How the columns of data were understood.
 *
 * @param numbers columns of numbers, or channels
 * @param categories columns of categories, with as many as there are; rare ones beyond the first
 *     hundred share a slot
 * @param texts how a column of texts becomes numbers, by its name
 * @param leftOut why a column is no feature, by its name
 */
public record Columns(
    ImmutableList<String> numbers,
    ImmutableMap<String, Integer> categories,
    ImmutableMap<String, String> texts,
    ImmutableMap<String, String> leftOut) {
  static final Columns NONE =
      new Columns(ImmutableList.of(), ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of());

  static Columns ofText(String name, String how) {
    return new Columns(
        ImmutableList.of(), ImmutableMap.of(), ImmutableMap.of(name, how), ImmutableMap.of());
  }
}
