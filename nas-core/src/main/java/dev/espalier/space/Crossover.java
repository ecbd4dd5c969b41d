package dev.espalier.space;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** How a child's decisions are divided between its two parents. */
public enum Crossover {
  /** Each group of decisions, such as a cell, comes from one parent as a whole. */
  GROUP,
  /** Each decision comes from either parent (Syswerda 1989). */
  UNIFORM,
  /**
   * All decisions before a point come from one parent, the others from the other (Holland 1975).
   */
  ONE_POINT;

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Draws which decisions come from the first parent, as they are asked for.
   *
   * @param decisions of the space, in order
   */
  Predicate<Decision> fromFirst(List<Decision> decisions, RandomGenerator random) {
    if (this == ONE_POINT) {
      boolean head = random.nextBoolean();
      int point = decisions.size() < 2 ? 1 : 1 + random.nextInt(decisions.size() - 1);
      Map<String, Boolean> known = new HashMap<>();
      for (int i = 0; i < decisions.size(); i++) {
        known.put(decisions.get(i).name(), i < point == head);
      }
      return decision -> known.getOrDefault(decision.name(), head);
    }
    Map<String, Boolean> drawn = new HashMap<>();
    return decision ->
        drawn.computeIfAbsent(
            this == GROUP ? decision.group() : decision.name(), key -> random.nextBoolean());
  }
}
