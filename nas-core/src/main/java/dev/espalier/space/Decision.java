package dev.espalier.space;

/**
 * One choice that a space leaves open.
 *
 * @param name unique in the space, such as {@code normal.n2.op0}
 * @param group decisions that crossover keeps together, such as one cell
 * @param domain the values it may take
 * @param condition when it is open at all
 * @param kind what it is about, for strategies; no part of the space's hash
 */
public record Decision(
    String name, String group, Domain domain, Condition condition, DecisionKind kind) {
  public Decision {
    if (!name.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException(
          "decision name '%s' must consist of letters, digits, dots, dashes and underscores"
              .formatted(name));
    }
  }

  /** A decision that is always open, in a group of its own. */
  public static Decision of(String name, Domain domain) {
    return of(name, name, domain, Condition.always());
  }

  /** A decision of a group that is open under a condition. */
  public static Decision of(String name, String group, Domain domain, Condition condition) {
    return new Decision(name, group, domain, condition, DecisionKind.OTHER);
  }

  /** The same, said to be about something. */
  public Decision about(DecisionKind what) {
    return new Decision(name, group, domain, condition, what);
  }

  /** All of it that decides which architectures a space holds. */
  String identity() {
    return "Decision[name=%s, group=%s, domain=%s, condition=%s]"
        .formatted(name, group, domain, condition);
  }
}
