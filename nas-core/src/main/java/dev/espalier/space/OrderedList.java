package dev.espalier.space;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A list of named items whose order counts. A value reads {@code norm>conv>relu}.
 *
 * @param items 1 to 60, all different, of letters, digits, dots, dashes and underscores
 * @param length items of a value, at least 1; without repeats at most as many as there are
 * @param repeats whether a value may hold an item more than once
 */
public record OrderedList(ImmutableList<String> items, int length, boolean repeats)
    implements Domain {
  private static final Joiner JOINER = Joiner.on('>');
  private static final int LONGEST = 1_000;

  public OrderedList {
    NamedItems.check(items);
    if (length < 1 || length > (repeats ? LONGEST : items.size())) {
      throw new IllegalArgumentException(
          "length of a list (%s) must lie between 1 and %s"
              .formatted(length, repeats ? LONGEST : "the %s items".formatted(items.size())));
    }
  }

  /**
   * The items of a value, in its order.
   *
   * @throws IllegalArgumentException if it is none of this domain
   */
  public ImmutableList<String> ordered(String value) {
    if (!contains(value)) {
      throw new IllegalArgumentException(
          "list '%s' must be one of %s".formatted(value, describe()));
    }
    return split(value);
  }

  private static ImmutableList<String> split(String value) {
    return ImmutableList.copyOf(Splitter.on('>').split(value));
  }

  @Override
  public ImmutableList<String> values() {
    if (!isListed()) {
      throw NamedItems.tooMany(this);
    }
    List<String> values = new ArrayList<>();
    list(items, new ArrayList<>(), values);
    return ImmutableList.copyOf(values);
  }

  private void list(ImmutableList<String> left, List<String> begun, List<String> values) {
    if (begun.size() == length) {
      values.add(JOINER.join(begun));
      return;
    }
    for (int i = 0; i < left.size(); i++) {
      begun.add(left.get(i));
      list(repeats ? left : NamedItems.without(left, i), begun, values);
      begun.remove(begun.size() - 1);
    }
  }

  @Override
  public BigInteger size() {
    BigInteger size = BigInteger.ONE;
    for (int i = 0; i < length; i++) {
      size = size.multiply(BigInteger.valueOf(repeats ? items.size() : items.size() - i));
    }
    return size;
  }

  @Override
  public boolean contains(String value) {
    ImmutableList<String> ordered = split(value);
    return ordered.size() == length
        && items.containsAll(ordered)
        && (repeats || ImmutableSet.copyOf(ordered).size() == length);
  }

  @Override
  public String describe() {
    return "lists of %s of %s, %s, such as %s"
        .formatted(
            length, String.join(", ", items), repeats ? "with repeats" : "none twice", first());
  }

  /** In the order of the items; the first one alone where it may repeat. */
  @Override
  public String first() {
    return JOINER.join(
        repeats ? Collections.nCopies(length, items.get(0)) : items.subList(0, length));
  }

  @Override
  public String draw(RandomGenerator random) {
    List<String> left = new ArrayList<>(items);
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int index = random.nextInt(left.size());
      drawn.add(repeats ? left.get(index) : left.remove(index));
    }
    return JOINER.join(drawn);
  }

  @Override
  public String mutate(String value, RandomGenerator random) {
    ImmutableList<String> neighbours = neighbours(value);
    return neighbours.get(random.nextInt(neighbours.size()));
  }

  /**
   * One item replaced, by any where items may repeat, else by one that is not in; then, without
   * repeats, two that follow each other exchanged.
   */
  @Override
  public ImmutableList<String> neighbours(String value) {
    ImmutableList<String> ordered = split(value);
    ImmutableList.Builder<String> neighbours = ImmutableList.builder();
    for (int i = 0; i < length; i++) {
      for (String item : items) {
        if (repeats ? !item.equals(ordered.get(i)) : !ordered.contains(item)) {
          List<String> changed = new ArrayList<>(ordered);
          changed.set(i, item);
          neighbours.add(JOINER.join(changed));
        }
      }
    }
    for (int i = 1; i < length && !repeats; i++) {
      List<String> changed = new ArrayList<>(ordered);
      Collections.swap(changed, i - 1, i);
      neighbours.add(JOINER.join(changed));
    }
    return neighbours.build();
  }

  @Override
  public int encodedLength() {
    return length * items.size();
  }

  /** One-hot for each place. */
  @Override
  public void encode(String value, double[] target, int offset) {
    ImmutableList<String> ordered = split(value);
    for (int i = 0; i < length; i++) {
      target[offset + i * items.size() + items.indexOf(ordered.get(i))] = 1.0;
    }
  }

  /** Place by place, the likeliest item that is left: the closest where items may repeat. */
  @Override
  public String decode(double[] source, int offset) {
    List<String> left = new ArrayList<>(items);
    List<String> decoded = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int place = offset + i * items.size();
      String best = left.get(0);
      for (String item : left) {
        if (source[place + items.indexOf(item)] > source[place + items.indexOf(best)]) {
          best = item;
        }
      }
      decoded.add(best);
      if (!repeats) {
        left.remove(best);
      }
    }
    return JOINER.join(decoded);
  }
}
