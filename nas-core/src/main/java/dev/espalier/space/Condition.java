package dev.espalier.space;

import com.google.common.collect.ImmutableSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a decision is open: always, or only if an earlier one came out a certain way. */
public sealed interface Condition {

  /** Open in every architecture. */
  static Condition always() {
    return Always.INSTANCE;
  }

  /** Open if the integer decision {@code parent} is open and at least {@code minimum}. */
  static Condition atLeast(String parent, int minimum) {
    return new AtLeast(parent, minimum);
  }

  /** Open if the decision {@code parent} is open and came out as one of {@code values}. */
  static Condition isOneOf(String parent, String... values) {
    return new IsOneOf(parent, ImmutableSet.copyOf(values));
  }

  /**
   * Whether the decision is open.
   *
   * @param values outcomes of the open decisions before it, by name
   */
  boolean holds(Map<String, String> values);

  /** Name of the decision that this one depends on; null if none. */
  @Nullable String parent();

  /** {@link #always()}. */
  enum Always implements Condition {
    INSTANCE;

    @Override
    public boolean holds(Map<String, String> values) {
      return true;
    }

    @Override
    public @Nullable String parent() {
      return null;
    }
  }

  /** {@link #atLeast}. */
  record AtLeast(String parent, int minimum) implements Condition {
    @Override
    public boolean holds(Map<String, String> values) {
      String value = values.get(parent);
      return value != null && Integer.parseInt(value) >= minimum;
    }
  }

  /** {@link #isOneOf}. */
  record IsOneOf(String parent, ImmutableSet<String> values) implements Condition {
    @Override
    public boolean holds(Map<String, String> outcomes) {
      String value = outcomes.get(parent);
      return value != null && values.contains(value);
    }
  }
}
