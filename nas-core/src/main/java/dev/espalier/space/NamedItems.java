package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;

/** What subsets and ordered lists are made of. */
final class NamedItems {
  /** So many that the number of their subsets fits into a {@code long}. */
  private static final int MOST = 60;

  private NamedItems() {}

  /**
   * Checks names of items, from which a value's text is put together.
   *
   * @throws IllegalArgumentException if there is none or more than 60, one is there twice, or one
   *     holds anything but letters, digits, dots, dashes and underscores
   */
  static void check(ImmutableList<String> items) {
    if (items.isEmpty()
        || items.size() > MOST
        || ImmutableSet.copyOf(items).size() < items.size()) {
      throw new IllegalArgumentException(
          "items %s must be 1 to %s, none of them twice".formatted(items, MOST));
    }
    for (String item : items) {
      if (!item.matches("[A-Za-z0-9_.-]+") || item.equals(Subset.NONE)) {
        throw new IllegalArgumentException(
            "item '%s' must consist of letters, digits, dots, dashes and underscores, and not be %s"
                .formatted(item, Subset.NONE));
      }
    }
  }

  static UnsupportedOperationException tooMany(Domain domain) {
    return new UnsupportedOperationException(
        "%s are too many to list (%s)".formatted(domain.describe(), domain.size()));
  }

  /** All but one of a list. */
  static <T> ImmutableList<T> without(List<T> list, int index) {
    return ImmutableList.<T>builder()
        .addAll(list.subList(0, index))
        .addAll(list.subList(index + 1, list.size()))
        .build();
  }
}
