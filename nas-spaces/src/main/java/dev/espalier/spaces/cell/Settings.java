package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Domain;

/** Which values the settings of a space may take. */
final class Settings {
  private final ImmutableMap<String, Domain> decisions;

  Settings(ImmutableMap<String, Domain> decisions) {
    this.decisions = decisions;
  }

  /** All values, in order; none if the setting names a decision that is not there or too large. */
  ImmutableList<String> values(Setting setting) {
    if (setting instanceof Setting.Fixed fixed) {
      return ImmutableList.of(Integer.toString(fixed.value()));
    }
    if (setting instanceof Setting.Open open) {
      return open.domain().values();
    }
    Domain domain = decisions.get(((Setting.Named) setting).decision());
    return domain == null || !domain.isListed() ? ImmutableList.of() : domain.values();
  }

  /** The smallest value; 1 if there is none. */
  int lowest(Setting setting) {
    return values(setting).stream().mapToInt(Integer::parseInt).min().orElse(1);
  }

  /** The largest value; 1 if there is none. */
  int highest(Setting setting) {
    return values(setting).stream().mapToInt(Integer::parseInt).max().orElse(1);
  }

  /** Whether it is a whole number from 0 to 999999999, without zeros before it. */
  static boolean isWhole(String value) {
    return value.matches("0|[1-9][0-9]{0,8}");
  }
}
