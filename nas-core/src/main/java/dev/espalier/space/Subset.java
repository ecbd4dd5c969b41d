package dev.espalier.space;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.math.LongMath;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Some of a few named items, in no order. A value reads {@code flip+cutout}, its items in the order
 * of the domain, or {@code none}.
 *
 * @param items 1 to 60, all different, of letters, digits, dots, dashes and underscores
 * @param least fewest items of a value, not negative
 * @param most most items of a value, at least {@code least} and at most as many as there are
 */
public record Subset(ImmutableList<String> items, int least, int most) implements Domain {
  /** The text of the empty subset. */
  public static final String NONE = "none";

  private static final Joiner JOINER = Joiner.on('+');

  public Subset {
    NamedItems.check(items);
    if (least < 0 || most < least || most > items.size()) {
      throw new IllegalArgumentException(
          "size of a subset, %s to %s, must lie between 0 and the %s items"
              .formatted(least, most, items.size()));
    }
  }

  /**
   * The items of a value.
   *
   * @throws IllegalArgumentException if it is none of this domain
   */
  public ImmutableList<String> chosen(String value) {
    if (!contains(value)) {
      throw new IllegalArgumentException(
          "subset '%s' must be one of %s".formatted(value, describe()));
    }
    return split(value);
  }

  private static ImmutableList<String> split(String value) {
    return value.equals(NONE)
        ? ImmutableList.of()
        : ImmutableList.copyOf(Splitter.on('+').split(value));
  }

  private String text(Set<String> chosen) {
    return chosen.isEmpty() ? NONE : JOINER.join(items.stream().filter(chosen::contains).toList());
  }

  @Override
  public ImmutableList<String> values() {
    if (!isListed()) {
      throw NamedItems.tooMany(this);
    }
    List<String> values = new ArrayList<>();
    for (int size = least; size <= most; size++) {
      list(size, 0, new ArrayList<>(), values);
    }
    return ImmutableList.copyOf(values);
  }

  private void list(int missing, int from, List<String> chosen, List<String> values) {
    if (missing == 0) {
      values.add(text(ImmutableSet.copyOf(chosen)));
      return;
    }
    for (int i = from; i <= items.size() - missing; i++) {
      chosen.add(items.get(i));
      list(missing - 1, i + 1, chosen, values);
      chosen.remove(chosen.size() - 1);
    }
  }

  @Override
  public BigInteger size() {
    return BigInteger.valueOf(IntStream.rangeClosed(least, most).mapToLong(this::ofSize).sum());
  }

  private long ofSize(int size) {
    return LongMath.binomial(items.size(), size);
  }

  @Override
  public boolean contains(String value) {
    ImmutableList<String> chosen = split(value);
    return chosen.size() >= least
        && chosen.size() <= most
        && items.containsAll(chosen)
        && text(ImmutableSet.copyOf(chosen)).equals(value);
  }

  @Override
  public String describe() {
    return "subsets of %s, %s to %s of them, such as %s"
        .formatted(
            String.join(", ", items),
            least,
            most,
            text(ImmutableSet.copyOf(items.subList(0, most))));
  }

  /** As few as there may be, in the order of the items. */
  @Override
  public String first() {
    return text(ImmutableSet.copyOf(items.subList(0, least)));
  }

  /** Every subset is equally likely, so sizes are as likely as they have subsets. */
  @Override
  public String draw(RandomGenerator random) {
    long drawn = random.nextLong(size().longValueExact());
    int size = least;
    while (drawn >= ofSize(size)) {
      drawn -= ofSize(size);
      size++;
    }
    // Selection sampling (Knuth, volume 2, algorithm S).
    Set<String> chosen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      if (random.nextInt(items.size() - i) < size - chosen.size()) {
        chosen.add(items.get(i));
      }
    }
    return text(chosen);
  }

  @Override
  public String mutate(String value, RandomGenerator random) {
    ImmutableList<String> neighbours = neighbours(value);
    return neighbours.get(random.nextInt(neighbours.size()));
  }

  /** One item more or less; one exchanged for another where the size is fixed. */
  @Override
  public ImmutableList<String> neighbours(String value) {
    Set<String> chosen = new HashSet<>(split(value));
    ImmutableList.Builder<String> neighbours = ImmutableList.builder();
    for (String item : items) {
      boolean in = chosen.contains(item);
      if (least == most) {
        if (in) {
          exchanges(chosen, item, neighbours);
        }
      } else if (in ? chosen.size() > least : chosen.size() < most) {
        neighbours.add(text(toggled(chosen, item)));
      }
    }
    return neighbours.build();
  }

  private void exchanges(Set<String> chosen, String leaving, ImmutableList.Builder<String> into) {
    Set<String> others = toggled(chosen, leaving);
    for (String coming : items) {
      if (!chosen.contains(coming)) {
        into.add(text(toggled(others, coming)));
      }
    }
  }

  private static Set<String> toggled(Set<String> chosen, String item) {
    Set<String> changed = new HashSet<>(chosen);
    if (!changed.remove(item)) {
      changed.add(item);
    }
    return changed;
  }

  @Override
  public int encodedLength() {
    return items.size();
  }

  /** One number an item: 1 if it is in. */
  @Override
  public void encode(String value, double[] target, int offset) {
    for (String item : split(value)) {
      target[offset + items.indexOf(item)] = 1.0;
    }
  }

  @Override
  public String decode(double[] source, int offset) {
    List<Integer> likely =
        IntStream.range(0, items.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -source[offset + i]))
            .toList();
    int wanted = (int) likely.stream().filter(i -> source[offset + i] > 0.5).count();
    int size = Math.min(most, Math.max(least, wanted));
    return text(
        likely.subList(0, size).stream().map(items::get).collect(ImmutableSet.toImmutableSet()));
  }
}
