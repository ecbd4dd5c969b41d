package dev.espalier.cli;

import com.google.common.collect.ImmutableMap;
import java.util.List;

/** Reads {@code --set path=value} options. */
final class Overrides {
  private Overrides() {}

  /**
   * Values by path, in the order given; the last of a path wins.
   *
   * @throws IllegalArgumentException if one is not {@code path=value}
   */
  static ImmutableMap<String, String> parse(List<String> options) {
    ImmutableMap.Builder<String, String> overrides = ImmutableMap.builder();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "--set '%s' must read path=value, such as budget.trials=20".formatted(option));
      }
      overrides.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return overrides.buildKeepingLast();
  }
}
