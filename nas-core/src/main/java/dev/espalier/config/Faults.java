package dev.espalier.config;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects mistakes, so that all of them can be reported at once. Not thread-safe. */
public final class Faults {
  private final Set<Fault> list = new LinkedHashSet<>();

  /** Notes a mistake; the same one twice counts once. */
  public void add(Fault fault) {
    list.add(fault);
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** What was noted so far, in the order of the file. */
  public ImmutableList<Fault> list() {
    return ImmutableList.sortedCopyOf(Comparator.comparingInt(Fault::line), list);
  }

  /**
   * Whether a mistake was noted at this place, inside it, or around it: what is found there
   * afterwards may be a mere consequence.
   */
  public boolean touch(String path) {
    return list.stream()
        .anyMatch(fault -> within(fault.path(), path) || within(path, fault.path()));
  }

  /** Whether one path is the other, or leads inside it. */
  static boolean within(String inner, String outer) {
    return outer.isEmpty()
        || inner.equals(outer)
        || inner.startsWith(outer + ".")
        || inner.startsWith(outer + "[");
  }

  /**
   * Ends the collection.
   *
   * @throws ConfigException if anything was noted
   */
  public void check() {
    if (!isEmpty()) {
      throw new ConfigException(list());
    }
  }
}
